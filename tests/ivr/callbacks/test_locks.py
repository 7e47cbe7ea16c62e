"""A callback is locked before its attempt, always: the other way around two would deadlock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, event, update

from ivr.callbacks.calls_made import CallsMade
from ivr.callbacks.ringing import ring_all
from ivr.calls.ports import Report
from ivr.db.tables.callbacks import attempts
from tests.ivr.callbacks.office import MATTI, Office

CALLBACK, ATTEMPT = "callback", "attempt"


@contextmanager
def transactions(engine: Engine) -> Iterator[list[list[str]]]:
    """Collect, for each transaction, which of the two it locks or writes, in order."""
    begun: list[list[str]] = []

    def begins(_connection: object) -> None:
        begun.append([])

    def sends(_connection: object, _cursor: object, sql: str, *_more: Any) -> None:
        if sql.startswith(("SELECT callbacks.id", "UPDATE callbacks")):
            begun[-1].append(CALLBACK)
        elif sql.startswith("UPDATE attempts") or "FOR UPDATE" in sql:
            begun[-1].append(ATTEMPT)

    event.listen(engine, "begin", begins)
    event.listen(engine, "before_cursor_execute", sends)
    try:
        yield begun
    finally:
        event.remove(engine, "begin", begins)
        event.remove(engine, "before_cursor_execute", sends)


def in_order(begun: list[list[str]]) -> bool:
    """Some wrote an attempt, and each of those had its callback first."""
    wrote = [locked for locked in begun if ATTEMPT in locked]
    return bool(wrote) and all(locked[0] == CALLBACK for locked in wrote)


def unbound(office: Office, **values: object) -> str:
    """A call that rings, of which we have not been told yet; return its attempt's id."""
    kept = office.books()
    office.exchange.telephones[MATTI] = "hand"
    ring_all(office.ringer)
    with office.engine.begin() as connection:
        connection.execute(update(attempts).values(call_sid=None, **values))
    return office.attempts(kept)[0].id


def test_when_a_call_is_placed(morning: Office) -> None:
    morning.books()
    with transactions(morning.engine) as begun:
        morning.rings()
    assert in_order(begun)


def test_when_a_call_is_surely_not_placed(morning: Office) -> None:
    morning.books()
    settings = replace(morning.ringer.services.settings, twilio_api_url="http://127.0.0.1:9")
    away = type(morning.ringer.rest)(settings)
    with transactions(morning.engine) as begun:
        ring_all(replace(morning.ringer, rest=away))
    assert in_order(begun)


def test_when_a_status_is_the_first_that_is_heard_of_a_call(morning: Office) -> None:
    attempt = unbound(morning)
    with transactions(morning.engine) as begun:
        report = Report(attempt, "CA" + "1" * 32, "ringing", morning.now)
        CallsMade(morning.engine).reported(report)
    assert in_order(begun)


def test_when_the_customer_answers_first(morning: Office) -> None:
    attempt = unbound(morning)
    with transactions(morning.engine) as begun:
        assert CallsMade(morning.engine).answered(attempt, "CA" + "1" * 32, morning.now)
    assert in_order(begun)


def test_when_a_process_has_not_come_back(morning: Office) -> None:
    unbound(morning, state="intent", lease_until=attempts.c.claimed_at)
    with transactions(morning.engine) as begun:
        morning.looks()
    assert in_order(begun)
