"""Callbacks that stand in the line, and what becomes of them."""

from datetime import datetime

from sqlalchemy import Connection

from ivr.callbacks.ledger import Change, Request, book, change
from ivr.callbacks.records import find_callback
from routing.callback import State


def stands(
    connection: Connection, number: str, line: str, times: tuple[datetime, datetime]
) -> str:
    """Have one be due that was asked for then, as it stands in the line now; return its id."""
    since, now = times
    one = book(connection, Request(number, number, line, "fi", since, now), since, "asked")
    becomes(connection, one.id, State.DUE, now)
    becomes(connection, one.id, State.OFFERED, now)
    return one.id


def becomes(connection: Connection, id_: str, state: State, now: datetime) -> None:
    """Change its state."""
    one = find_callback(connection, id_)
    assert one
    assert change(connection, one, Change(state, "as the test says", now))
