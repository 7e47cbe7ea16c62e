"""Calls page by page, the newest first; what is rare is looked for in a part of them at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, exists, or_, select

from ivr.admin.moments import is_usable
from ivr.clock import HELSINKI
from ivr.db.tables.dispatch import waiting
from ivr.db.tables.journal import call_turns, calls
from ivr.db.tables.legs import legs
from ivr.journal.store import CallHeld, held_of

A_PAGE = 50
LOOKED_THROUGH = 5_000
"""Calls, at most, for one page of those in which something was or was not heard."""

_TURN_OF_CALL = call_turns.c.call_sid == calls.c.call_sid
HEARD = exists().where(_TURN_OF_CALL, cast(call_turns.c.notices, Text) != "[]")
REACHED = or_(
    exists().where(legs.c.call_sid == calls.c.call_sid),
    exists().where(waiting.c.ref == calls.c.call_sid, waiting.c.met_at.is_not(None)),
    exists().where(
        _TURN_OF_CALL, call_turns.c.given_kind == "dial", call_turns.c.given == "connected"
    ),
)
"""Was there a person? Legs are kept for a shorter time than the turns that tell it as well."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which calls: of a line (its name), of a day, with a language, and so on; empty: all."""

    line: str = ""
    day: date | None = None
    language: str = ""
    heard: bool = False
    unreached: bool = False

    @property
    def hears(self) -> Sequence[ColumnElement[bool]]:
        """What has to be looked for in the turns of each call."""
        found: list[ColumnElement[bool]] = []
        if self.language:
            found.append(exists().where(_TURN_OF_CALL, call_turns.c.language == self.language))
        if self.heard:
            found.append(HEARD)
        if self.unreached:
            found.append(~REACHED)
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: what the next page is asked for by, or empty. `back_to`: so far it was looked."""

    calls: Sequence[CallHeld]
    after: str = ""
    back_to: datetime | None = None


def page(connection: Connection, sieve: Sieve, after: str = "") -> Page:
    """Return one page; it may be short, or empty, when what is looked for is rare."""
    base = within(sieve, after)
    if not sieve.hears:
        rows = connection.execute(base.limit(A_PAGE + 1)).all()
        more = len(rows) > A_PAGE
        return Page(held_of(connection, rows[:A_PAGE]), _after(rows[A_PAGE - 1]) if more else "")
    rows = connection.execute(looked_through(sieve, after)).all()
    if len(rows) > A_PAGE:
        return Page(held_of(connection, rows[:A_PAGE]), _after(rows[A_PAGE - 1]))
    last = connection.execute(base.offset(LOOKED_THROUGH - 1).limit(1)).first()
    further = _after(last) if last else ""
    return Page(held_of(connection, rows), further, last.started_at if last else None)


def within(sieve: Sieve, after: str) -> Any:
    """Select what an index finds, in its order."""
    query = select(calls).order_by(calls.c.started_at.desc(), calls.c.call_sid.desc())
    if sieve.line:
        query = query.where(calls.c.line == sieve.line)
    if sieve.day:
        begins = datetime.combine(sieve.day, time(), HELSINKI)
        ends = datetime.combine(sieve.day + timedelta(days=1), time(), HELSINKI)
        query = query.where(calls.c.started_at >= begins, calls.c.started_at < ends)
    last = read_after(after)
    if last:
        at, sid = last
        before = or_(calls.c.started_at < at, calls.c.call_sid < sid)
        query = query.where(and_(calls.c.started_at <= at, before))
    return query


def looked_through(sieve: Sieve, after: str) -> Any:
    """Select, of the newest that come first, those in which it was heard."""
    newest = within(sieve, after).limit(LOOKED_THROUGH).with_only_columns(calls.c.call_sid)
    query = select(calls).where(calls.c.call_sid.in_(newest.subquery().select()), *sieve.hears)
    return query.order_by(calls.c.started_at.desc(), calls.c.call_sid.desc()).limit(A_PAGE + 1)


def read_after(text: str) -> tuple[datetime, str] | None:
    """Read where the page before ended; None when it is nothing of ours."""
    at, _, sid = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, sid) if is_usable(moment) and sid.isalnum() else None


def _after(row: Any) -> str:
    return f"{row.started_at.isoformat()}~{row.call_sid}"
