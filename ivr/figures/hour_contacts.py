"""Which conversations of an hour were first contacts, and solved at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from ivr.db.chunks import chunks
from ivr.db.tables.dispatch import offers, waiting, wrap_ups
from ivr.db.tables.journal import calls
from ivr.db.tables.legs import legs
from ivr.figures.hour_calls import OURS
from ivr.figures.reading import TALKED
from ivr.figures.resolution import WITHIN, Contact, judged
from ivr.figures.sums import Key, Part

HOUR = timedelta(hours=1)
Solved = dict[str, bool | None]


def contact_parts(connection: Connection, hour: datetime, now: datetime) -> Iterator[Part]:
    """Judge the conversations of calls that began in the hour, by line."""
    began = (calls.c.started_at >= hour) & (calls.c.started_at < hour + HOUR)
    columns = (calls.c.call_sid, calls.c.number, calls.c.line, calls.c.started_at)
    here = [tuple(row) for row in connection.execute(select(*columns).where(began, ~OURS))]
    spoken = _spoken(connection, [sid for sid, *_ in here])
    numbers = sorted({number for sid, number, *_ in here if sid in spoken and number})
    around = [tuple(row) for row in _around(connection, numbers, hour)]
    withheld = [row for row in here if not row[1]]
    for contact, kind in judged(_contacts(connection, [*around, *withheld]), now):
        if hour <= contact.at < hour + HOUR:
            yield Part(Key(f"first_{kind}", "", contact.line))


def _contacts(connection: Connection, rows: Sequence[tuple[str, ...]]) -> Iterator[Contact]:
    spoken = _spoken(connection, [row[0] for row in rows])
    for sid, number, line, at in rows:
        yield Contact(number, line, at, spoke=sid in spoken, solved=spoken.get(sid))  # type: ignore[arg-type]


def _around(
    connection: Connection, numbers: Sequence[str], hour: datetime
) -> Iterator[tuple[str, ...]]:
    """Read every call of these people in the week before, the hour, and the week after."""
    columns = (calls.c.call_sid, calls.c.number, calls.c.line, calls.c.started_at)
    near = (calls.c.started_at >= hour - WITHIN) & (calls.c.started_at < hour + HOUR + WITHIN)
    for some in chunks(numbers):
        query = select(*columns).where(calls.c.number.in_(some), near, ~OURS)
        yield from (tuple(row) for row in connection.execute(query))


def _spoken(connection: Connection, sids: Sequence[str]) -> Solved:
    """Tell of each call in which one of ours spoke what was last written: solved, or not."""
    found: Solved = {}
    for some in chunks(sids):
        taken = select(legs.c.call_sid).where(legs.c.call_sid.in_(some))
        found |= dict.fromkeys(connection.execute(taken).scalars())
        query = (
            select(waiting.c.ref, wrap_ups.c.solved)
            .join(offers, offers.c.waiting_id == waiting.c.id)
            .outerjoin(wrap_ups, wrap_ups.c.offer_id == offers.c.id)
            .where(waiting.c.ref.in_(some), offers.c.outcome.in_(TALKED))
            .order_by(offers.c.made_at)
        )
        for ref, solved in connection.execute(query):
            found[ref] = found.get(ref) if solved is None else solved
    return found
