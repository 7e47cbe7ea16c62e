"""Callbacks page by page: overdue first, then open as they are due, then ended, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, or_, select

from ivr.admin.moments import is_usable
from ivr.callbacks.records import Callback, callback_of
from ivr.clock import HELSINKI
from ivr.db.tables.callbacks import callbacks
from routing.callback import ENDED, OPEN, OVERDUE_AFTER, TALKED_BY, WAITS, State

A_PAGE = 50
GROUPS = ("overdue", "open", "ended")
FOREVER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which callbacks: of one state, one line (its number), asked for on one day; empty: all."""

    state: str = ""
    line: str = ""
    day: date | None = None

    @property
    def states(self) -> Sequence[State]:
        """The states that are looked for."""
        return [State(self.state)] if self.state else list(State)


@dataclass(frozen=True, slots=True)
class After:
    """The last one of the page before: its group, the time by which that is ordered, its id."""

    group: str
    at: datetime
    id: str

    def __str__(self) -> str:
        """Write it for an address."""
        return f"{self.group}~{self.at.isoformat()}~{self.id}"


def read_after(text: str) -> After | None:
    """Read what `After` writes; None when it is nothing of ours."""
    group, _, rest = text.partition("~")
    at, _, id_ = rest.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    known = group in GROUPS and id_.isalnum() and is_usable(moment)
    return After(group, moment, id_) if known else None


def listed(
    connection: Connection, wanted: Wanted, now: datetime, after: After | None = None
) -> tuple[Sequence[tuple[str, Callback]], str]:
    """Return one page, each with its group, and what the next page is asked for by, or empty."""
    found = list(islice(_in_order(connection, wanted, now, after), A_PAGE + 1))
    if len(found) <= A_PAGE:
        return found, ""
    group, last = found[A_PAGE - 1]
    return found[:A_PAGE], str(After(group, _key(group, last), last.id))


def of_number(connection: Connection, number: str, most: int = A_PAGE) -> Sequence[Callback]:
    """Return those that ring a number (E.164) or were asked for by it, the newest first."""
    theirs = or_(callbacks.c.number == number, callbacks.c.asked_by == number)
    query = select(callbacks).where(theirs).order_by(callbacks.c.requested_at.desc()).limit(most)
    return [callback_of(row) for row in connection.execute(query)]


def of_state(
    group: str, state: State, wanted: Wanted, now: datetime, after: After | None, most: int
) -> Any:
    """Select the first of one state: in the order of an index, however many there are."""
    query = select(callbacks).where(callbacks.c.state == state.value).limit(most)
    if wanted.line:
        query = query.where(callbacks.c.line == wanted.line)
    if wanted.day:
        begins = datetime.combine(wanted.day, time(), HELSINKI)
        ends = datetime.combine(wanted.day + FOREVER, time(), HELSINKI)
        query = query.where(callbacks.c.requested_at >= begins, callbacks.c.requested_at < ends)
    by = callbacks.c.requested_at if group == "ended" else callbacks.c.due_at
    late = now - (OVERDUE_AFTER if state in WAITS else TALKED_BY)
    if group != "ended":
        query = query.where(by < late if group == "overdue" else by >= late)
    if group == "ended":
        if after:
            query = query.where(by <= after.at, or_(by < after.at, callbacks.c.id < after.id))
        return query.order_by(by.desc(), callbacks.c.id.desc())
    if after:
        query = query.where(by >= after.at, or_(by > after.at, callbacks.c.id > after.id))
    return query.order_by(by, callbacks.c.id)


def _in_order(
    connection: Connection, wanted: Wanted, now: datetime, after: After | None
) -> Iterator[tuple[str, Callback]]:
    left = A_PAGE + 1
    for group in GROUPS[GROUPS.index(after.group) if after else 0 :]:
        here = after if after and after.group == group else None
        kind = ENDED if group == "ended" else OPEN
        states = [state for state in wanted.states if state in kind]
        rows = [
            callback_of(row)
            for state in states
            for row in connection.execute(of_state(group, state, wanted, now, here, left))
        ]
        rows.sort(key=lambda one: (_key(group, one), one.id), reverse=group == "ended")
        yield from ((group, one) for one in rows[:left])
        left -= len(rows[:left])
        if left <= 0:
            return


def _key(group: str, one: Callback) -> datetime:
    return one.requested_at if group == "ended" else one.due_at
