"""Who called about a place and heard no notice of it, from the journal of calls."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from ivr.db.chunks import chunks
from ivr.db.tables.heard import heard_before
from ivr.db.tables.journal import call_turns, calls

POSTCODE_DIGITS = 5

Place = tuple[str, str]
"""A postcode and a service."""
LineServices = Mapping[str, Collection[str]]
"""Of each line by its name."""


@dataclass(frozen=True, slots=True)
class Period:
    """From after `since` to `until`, which belongs to it."""

    since: datetime
    until: datetime

    @classmethod
    def up_to(cls, until: datetime, lasting: timedelta) -> "Period":
        """Make the period that ends then."""
        return cls(until - lasting, until)


@dataclass(slots=True)
class Callers:
    """
    Those of one place: a number counts once, however often it calls.

    Calls with a withheld number are counted beside: nobody knows whether they are one person.
    """

    first_at: datetime
    numbers: set[str] = field(default_factory=set)
    withheld: int = 0

    def add(self, number: str, at: datetime) -> None:
        """Count a call."""
        self.first_at = min(self.first_at, at)
        if number:
            self.numbers.add(number)
        else:
            self.withheld += 1


def unanswered(
    connection: Connection, lines: LineServices, period: Period
) -> dict[Place, Callers]:
    """
    Count who called in this period about each place and heard no notice of it.

    The place of a call is the postcode that was keyed in, else those of the one customer who has
    the number; the services are the line's, of those that the customer has. Calls that we made
    ourselves are none.
    """
    came = _came_in(connection, period)
    keyed = _keyed_in(connection, [call.call_sid for call in came])
    heard = _heard(connection, period)
    found: dict[Place, Callers] = {}
    for call in came:
        typed = keyed.get(call.call_sid, _Keyed())
        for place in _places(call, typed.postcode, lines.get(call.line, ())):
            if (call.call_sid, place[0]) in heard or (not call.number and typed.heard):
                continue
            callers = found.setdefault(place, Callers(call.started_at))
            callers.add(call.number, call.started_at)
    return found


@dataclass(slots=True)
class _Keyed:
    """What was keyed in last, and was any notice heard: all that a withheld call leaves."""

    postcode: str = ""
    heard: bool = False


def _came_in(connection: Connection, period: Period) -> Sequence[Row[Any]]:
    within = (calls.c.started_at > period.since, calls.c.started_at <= period.until)
    query = select(calls).where(*within).order_by(calls.c.started_at)
    return [call for call in connection.execute(query) if call.places is not None]


def _keyed_in(connection: Connection, sids: Sequence[str]) -> dict[str, _Keyed]:
    found: dict[str, _Keyed] = {}
    turns = call_turns.c
    for chunk in chunks(sids):
        query = select(turns.call_sid, turns.given_kind, turns.given, turns.notices)
        query = query.where(turns.call_sid.in_(chunk)).order_by(turns.call_sid, turns.turn)
        for call_sid, kind, given, notices in connection.execute(query):
            keyed = found.setdefault(call_sid, _Keyed())
            keyed.heard = keyed.heard or bool(notices)
            if kind == "digits" and len(given) == POSTCODE_DIGITS and given.isdigit():
                keyed.postcode = given
    return found


def _heard(connection: Connection, period: Period) -> set[tuple[str, str]]:
    """
    Of each notice that was heard: the call and the postcode.

    Of whichever service it was, it may be what they called about: the others are no news.
    """
    columns = heard_before.c
    query = select(columns.call_sid, columns.postcode).where(columns.heard_at > period.since)
    return {(call_sid, postcode) for call_sid, postcode in connection.execute(query)}


def _places(call: Row[Any], keyed: str, services: Collection[str]) -> Iterator[Place]:
    own = [keyed] if keyed else call.places
    theirs = () if keyed else call.services or ()  # a place that was keyed in may be anybody's
    for postcode in own:
        for service in services:
            if not theirs or service in theirs:
                yield postcode, service
