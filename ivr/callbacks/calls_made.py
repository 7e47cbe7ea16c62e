"""What the webhooks of our calls change in the ledger. Each is one transaction."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from ivr.callbacks.answers import found_after_all
from ivr.callbacks.attempts import OVER, RANKS, TERMINAL, note, place
from ivr.callbacks.calling_in import hold, release, serve
from ivr.callbacks.records import Attempt, Callback, find_attempt, find_callback
from ivr.callbacks.settling import RESULTS, close_attempt, finish, is_undecided
from ivr.calls.ports import Report, Rung
from ivr.failpoint import failpoint
from ivr.lines.store import ConfigurationStore
from ivr.messages.unreached import takes_texts
from ivr.queue.leases import real_now
from routing.callback import State
from routing.configuration import Configuration

RANG = frozenset({State.RINGING, State.UNKNOWN})


class CallsMade:
    """The database's side of a call that we made."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._applied = ConfigurationStore(engine)

    def answered(self, attempt_id: str, call_sid: str, at: datetime) -> Rung | None:
        """
        Bind the call to its attempt and return who was rung, None unless the attempt is live.

        The first call that comes is the attempt's own: a second one is not answered.
        """
        configuration = self._applied.current()
        with self._engine.begin() as connection:
            rung = _answered(connection, attempt_id, call_sid, at, configuration)
            failpoint("answer.before-commit")
        failpoint("answer.after-commit")
        return rung

    def reported(self, report: Report) -> None:
        """Note a status. They come in any order and more than once; the last one ends it."""
        configuration = self._applied.current()
        with self._engine.begin() as connection:
            _report(connection, report, configuration)
            failpoint("status.before-commit")
        failpoint("status.after-commit")

    def took(self, call_sid: str, number: str, line: str, at: datetime) -> None:
        """Note that a person of ours takes the call of this caller of this line."""
        with self._engine.begin() as connection:
            hold(connection, call_sid, number, line, at)
            failpoint("took.before-commit")
        failpoint("took.after-commit")

    def missed(self, call_sid: str, number: str, line: str, _at: datetime) -> None:
        """Note that the two did not speak, though our key may have been pressed."""
        with self._engine.begin() as connection:
            release(connection, call_sid, number, line)
            failpoint("missed.before-commit")
        failpoint("missed.after-commit")

    def spoke(self, call_sid: str, number: str, line: str, at: datetime) -> None:
        """Note that the two have spoken."""
        with self._engine.begin() as connection:
            finish(connection, call_sid, at)
            serve(connection, call_sid, number, line, at)
            failpoint("spoke.before-commit")
        failpoint("spoke.after-commit")


def _answered(
    connection: Connection,
    attempt_id: str,
    call_sid: str,
    at: datetime,
    configuration: Configuration,
) -> Rung | None:
    attempt = find_attempt(connection, attempt_id)
    if attempt is None or attempt.call_sid not in {None, call_sid}:
        return None
    callback = found_after_all(connection, attempt, at)
    if callback is None or not _is_live(connection, attempt, callback, call_sid):
        return None
    answered_at = attempt.answered_at or at
    note(connection, attempt, answered_at=answered_at, rank=RANKS["in-progress"])
    return Rung(
        attempt=attempt.id,
        number=callback.number,
        line=callback.line,
        language=callback.language,
        answered_at=answered_at,
        place=callback.place,
        heard=callback.heard,
        behalf=callback.behalf,
        last_try=_is_last(connection, callback, configuration),
    )


def _is_last(connection: Connection, callback: Callback, configuration: Configuration) -> bool:
    """Would nothing else tell them, if they do not answer, that we ring no more?"""
    tries = callback.counted + 1 >= configuration.callbacks.attempts
    number, line = callback.number, callback.line
    return tries and not takes_texts(connection, number, line, configuration)


def _is_live(connection: Connection, attempt: Attempt, callback: Callback, call_sid: str) -> bool:
    """A webhook that comes again, later in the same call, is answered as the first time."""
    if not place(connection, attempt, call_sid, real_now(connection)):
        return False
    return callback.state in RANG or attempt.answered_at is not None


def _report(connection: Connection, report: Report, configuration: Configuration) -> None:
    attempt = find_attempt(connection, report.attempt)
    if attempt is None or attempt.state == "ended":
        return
    find_callback(
        connection, attempt.callback_id, locked=True
    )  # first, as everywhere: no deadlock
    if not place(connection, attempt, report.call_sid, real_now(connection)):
        return
    found_after_all(connection, attempt, report.at)
    if report.status in TERMINAL and is_undecided(connection, attempt):
        note(connection, attempt, rank=OVER)
        return
    if report.status in TERMINAL:
        close_attempt(connection, attempt, RESULTS[report.status], configuration, report.at)
        return
    rank = max(attempt.rank, RANKS.get(report.status, 0))
    note(connection, attempt, rank=rank)
