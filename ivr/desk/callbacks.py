"""The forms about callbacks: ring now or later, another number, end."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Blueprint, g, request
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from ivr.accounts.guard import allow
from ivr.callbacks.caps import is_exempt
from ivr.callbacks.numbers import judged
from ivr.callbacks.records import Callback, find_callback, open_between
from ivr.callbacks.stopped import has_stopped
from ivr.callbacks.timing import next_rings
from ivr.clock import HELSINKI
from ivr.desk.board import Board, Page, back, refused
from ivr.desk.deeds import Deed, NotDone, cancel, ring_at, ring_number
from ivr.lines.store import ConfigurationStore
from ivr.queue.bells import CALLBACKS, Bells
from ivr.web.words import word
from routing.callback import ENDED, State
from routing.configuration import Configuration
from routing.number_policy import Refused

FARTHEST = timedelta(days=366)
"""Nobody's hours are known for longer."""


def add_callbacks(desk: Blueprint, board: Board, bells: Bells) -> None:
    """Add what agents do with callbacks."""
    _add_times(desk, board, bells)
    _add_number(desk, board, bells)

    @desk.post("/callbacks/<callback_id>/cancel")
    @allow("agent")
    def cancel_callback(callback_id: str) -> Page:
        reason = request.form.get("reason", "").strip()
        if not reason:
            return refused(board, word("desk.refused.why"))
        return _do(board, bells, callback_id, cancel(reason, g.person.name, board.clock.now()))


def _add_times(desk: Blueprint, board: Board, bells: Bells) -> None:
    applied = ConfigurationStore(board.engine)

    @desk.post("/callbacks/<callback_id>/now")
    @allow("agent")
    def ring_now(callback_id: str) -> Page:
        now, name = board.clock.now(), g.person.name

        def deed(connection: Connection, one: Callback) -> None:
            _only_while_open(applied.current(), one, now)
            ring_at(now, name, now)(connection, one)

        return _do(board, bells, callback_id, deed)

    @desk.post("/callbacks/<callback_id>/later")
    @allow("agent")
    def ring_later(callback_id: str) -> Page:
        at, now = _time(request.form.get("at", "")), board.clock.now()
        if at is None or not now < at <= now + FARTHEST:
            return refused(board, word("desk.refused.time"))
        name = g.person.name

        def deed(connection: Connection, one: Callback) -> None:
            _only_while_open(applied.current(), one, at)
            ring_at(at, name, now)(connection, one)

        return _do(board, bells, callback_id, deed)


def _add_number(desk: Blueprint, board: Board, bells: Bells) -> None:
    applied = ConfigurationStore(board.engine)

    @desk.post("/callbacks/<callback_id>/number")
    @allow("agent")
    def another_number(callback_id: str) -> Page:
        decided = judged(request.form.get("number", ""), applied.current())
        if isinstance(decided, Refused):
            return refused(board, word("desk.refused.number"))
        return _do(board, bells, callback_id, _numbered(board, decided.e164))


def _numbered(board: Board, number: str) -> Deed:
    renumbered = ring_number(number, g.person.name, board.clock.now())

    def deed(connection: Connection, one: Callback) -> None:
        _only_if_free(connection, one, number)
        renumbered(connection, one)

    return deed


def _only_if_free(connection: Connection, one: Callback, number: str) -> None:
    """Each number has one open callback on a line, and who wants none has none."""
    there = open_between(connection, number, one.line)
    if there and there.id != one.id:
        raise NotDone(word("desk.refused.open"))
    if has_stopped(connection, number) and not is_exempt(replace(one, number=number)):
        raise NotDone(word("desk.refused.stopped"))


def _only_while_open(configuration: Configuration, one: Callback, at: datetime) -> None:
    """Nobody is promised a time at which nobody is there. Raises NotDone with real ones."""
    times = next_rings(configuration, one, at)
    if times and times[0] > at:
        told = ", ".join(f"{time.astimezone(HELSINKI):%-d.%-m. %-H.%M}" for time in times)
        raise NotDone(word("promised.closed", times=told))


def _do(board: Board, bells: Bells, callback_id: str, deed: Deed) -> Page:
    try:
        with board.engine.begin() as connection:
            one = find_callback(connection, callback_id, locked=True)
            if one is None or State(one.state) in ENDED:
                return refused(board, word("desk.refused.ended"))
            deed(connection, one)
    except NotDone as problem:
        return refused(board, str(problem))
    except IntegrityError:  # the number was given to another callback at this moment
        return refused(board, word("desk.refused.changed"))
    bells.ring(CALLBACKS)
    return back()


def _time(given: str) -> datetime | None:
    """Read the value of a `datetime-local` field: Helsinki's time of day."""
    try:
        return datetime.fromisoformat(given).replace(tzinfo=HELSINKI)
    except ValueError:
        return None
