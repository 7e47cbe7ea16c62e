"""What calls ask to be done about callbacks and messages, done with deadlines and once."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from sqlalchemy import Connection

from flows.asks import (
    Ask,
    BeginSurvey,
    BookCallback,
    ChangeCallback,
    CheckMessage,
    CheckNumber,
    ChooseTime,
    FindCallback,
    JoinQueue,
    KeepRating,
    KeepVoicemail,
    LeaveQueue,
    MessageWhenRepaired,
    Outcome,
    ReportStillOut,
    TellAttempt,
    WithdrawMessage,
)
from ivr.callbacks.answers import find_theirs, tell_attempt
from ivr.callbacks.booking import book_callback, change_callback
from ivr.callbacks.choosing import choose_time
from ivr.callbacks.gate import commit_in_time
from ivr.callbacks.numbers import checked
from ivr.callbacks.once import Key, once
from ivr.calls.ports import READ_SECONDS, Asked, Threads
from ivr.db.prepared import reading
from ivr.messages.asking import check_in_time
from ivr.messages.booking import promise_message, withdraw_message
from ivr.queue.bells import CALLBACKS, DISPATCH
from ivr.queueing.joining import join_queue
from ivr.queueing.leaving import leave_queue
from ivr.reports.store import report_still_out
from ivr.services import Services
from ivr.surveys.asking import begin_survey, keep_rating
from ivr.voicemail.store import keep_voicemail

log = structlog.get_logger()


class Asking:
    """Never raises. What only reads is asked anew each time; what writes is written once."""

    def __init__(self, services: Services) -> None:
        self._engine = services.engine
        self._bells = services.bells

    def answer(self, asked: Asked, threads: Threads) -> Outcome:
        """Do what is asked. `unknown`: it may have been done, so nothing may be promised."""
        match asked.ask:
            case CheckNumber(number):
                return checked(number, asked.configuration)
            case FindCallback():
                return self._find(asked, threads)
            case CheckMessage() as ask:
                return check_in_time(self._engine, asked, ask, threads)
            case BookCallback() | ChooseTime() as ask:
                outcome = self._write(asked, threads)
                is_chosen = isinstance(ask, ChooseTime)  # or kept as it was: due at once
                if is_chosen or outcome.value.get("when") in {"today", "day"}:
                    self._bells.ring(CALLBACKS)
                return outcome
            case JoinQueue() | LeaveQueue():
                outcome = self._write(asked, threads)
                self._bells.ring(DISPATCH)
                return outcome
            case _:
                return self._write(asked, threads)

    def _find(self, asked: Asked, threads: Threads) -> Outcome:
        def read() -> Outcome:
            with reading(self._engine) as reader:
                return find_theirs(reader, asked.state.caller.number, asked.state.line)

        try:
            return threads.reads.run(read, READ_SECONDS)
        except Exception:
            log.exception("callbacks not read", call_sid=asked.call_sid)
            return Outcome("failed")

    def _write(self, asked: Asked, threads: Threads) -> Outcome:
        key = Key(asked.call_sid, asked.state.turn, asked.ordinal)

        def work(connection: Connection) -> Outcome:
            return once(connection, key, asked.ask, asked.now, lambda: effect(connection, asked))

        return commit_in_time(threads, self._engine, work)


def effect(connection: Connection, asked: Asked) -> Outcome:
    """Do what is asked, inside the caller's transaction."""
    work = EFFECTS.get(type(asked.ask))
    if work is None:
        raise TypeError(f"{type(asked.ask).__name__} writes nothing")
    return work(connection, asked, asked.ask)


EFFECTS: Mapping[type[Ask], Callable[[Connection, Asked, Any], Outcome]] = {
    BookCallback: book_callback,
    ChangeCallback: change_callback,
    ChooseTime: choose_time,
    TellAttempt: tell_attempt,
    KeepVoicemail: keep_voicemail,
    MessageWhenRepaired: promise_message,
    WithdrawMessage: withdraw_message,
    ReportStillOut: report_still_out,
    JoinQueue: join_queue,
    LeaveQueue: leave_queue,
    BeginSurvey: begin_survey,
    KeepRating: keep_rating,
}
"""What each ask that writes does."""
