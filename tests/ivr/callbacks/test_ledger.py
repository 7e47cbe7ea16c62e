"""The ledger: one open callback per number and line, and no change that the table forbids."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ivr.callbacks.ledger import Change, Request, book, change
from ivr.db.tables.callbacks import callback_events, callbacks
from routing.callback import BadMove, State
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FAULT_LINE, LINE


def request_of(office: Office, number: str = MATTI, line: str = LINE) -> Request:
    """Return a request for a callback now."""
    return Request(number, number, line, "fi", requested_at=office.now, due_at=office.now)


def test_a_second_request_is_the_first_one(office: Office) -> None:
    with office.engine.begin() as connection:
        first = book(connection, request_of(office), office.now, "asked for")
        second = book(connection, request_of(office), office.now, "asked for")
    assert first == second
    assert len(office.all()) == 1


def test_a_request_on_one_line_never_blocks_one_on_another(office: Office) -> None:
    for line in (LINE, FAULT_LINE):
        with office.engine.begin() as connection:
            book(connection, request_of(office, line=line), office.now, "asked for")
    assert {one.line for one in office.all()} == {LINE, FAULT_LINE}


def test_of_many_requests_at_once_there_is_one(office: Office) -> None:
    def ask(_: int) -> None:
        try:
            with office.engine.begin() as connection:
                book(connection, request_of(office), office.now, "asked for")
        except IntegrityError:
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(16)))
    assert len(office.all()) == 1


def test_after_it_has_ended_another_one_may_be_asked_for(office: Office) -> None:
    with office.engine.begin() as connection:
        first = book(connection, request_of(office), office.now, "asked for")
        change(connection, first, Change(State.CANCELLED_BY_CALLER, "in a call", office.now))
        second = book(connection, request_of(office), office.now, "asked for")
    assert first.id != second.id


def test_what_the_table_forbids_is_refused_and_nothing_is_written(office: Office) -> None:
    with office.engine.begin() as connection:
        kept = book(connection, request_of(office), office.now, "asked for")
        with pytest.raises(BadMove, match="only"):
            change(connection, kept, Change(State.DONE, "the two spoke", office.now))
    assert office.way(kept) == ["requested"]


def test_whoever_has_seen_an_older_state_changes_nothing(office: Office) -> None:
    with office.engine.begin() as connection:
        seen = book(connection, request_of(office), office.now, "asked for")
        assert change(connection, seen, Change(State.DUE, "now", office.now))
        assert not change(connection, seen, Change(State.DUE, "now", office.now))
    assert office.way(seen) == ["requested", "due"]


def test_every_change_says_from_what_to_what_why_when_and_who(office: Office) -> None:
    with office.engine.begin() as connection:
        kept = book(connection, request_of(office), office.now, "asked for")
        gone = Change(State.CANCELLED_BY_STAFF, "moved away", office.now, "Liisa")
        change(connection, kept, gone)
        events = callback_events.c
        rows = connection.execute(
            select(events.from_state, events.to_state, events.why, events.who, events.at)
        ).all()
    assert [tuple(row) for row in rows] == [
        ("", "requested", "asked for", "caller", office.now),
        ("requested", "cancelled_by_staff", "moved away", "Liisa", office.now),
    ]


def test_the_state_that_is_kept_is_the_last_event(office: Office) -> None:
    kept = office.books()
    with office.engine.connect() as connection:
        last = connection.execute(
            select(callback_events.c.to_state).order_by(callback_events.c.id.desc())
        ).scalar()
        assert connection.execute(select(func.count()).select_from(callbacks)).scalar() == 1
    assert last == kept.state
