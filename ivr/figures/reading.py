"""Read the calls and the answers of which figures are made."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Text, cast, select

from ivr.db.tables.callbacks import attempts
from ivr.db.tables.dispatch import offers, waiting, wrap_ups
from ivr.db.tables.journal import call_turns, calls
from ivr.db.tables.legs import legs
from ivr.db.tables.surveys import surveys
from ivr.figures.ratings import Rating
from ivr.figures.resolution import Contact

TALKED = ("done", "handed_on")


def contacts_since(connection: Connection, since: datetime) -> Sequence[Contact]:
    """
    Return the calls that came in since then, by the names of their lines.

    Calls that we made are not in it. People have keys that hold for this reading alone.
    """
    key = secrets.token_bytes(16)
    ours = select(attempts.c.call_sid).where(attempts.c.call_sid == calls.c.call_sid)
    query = select(calls.c.call_sid, calls.c.number, calls.c.line, calls.c.started_at)
    rows = connection.execute(query.where(calls.c.started_at >= since, ~ours.exists())).all()
    solved = _solved(connection, since)
    spoke = {*solved, *_taken(connection, since)}
    noticed = _noticed(connection, since)
    return [
        Contact(
            person=_pseudonym(row.number, key),
            line=row.line,
            at=row.started_at,
            spoke=row.call_sid in spoke,
            solved=solved.get(row.call_sid),
            notice=row.call_sid in noticed,
        )
        for row in rows
    ]


def ratings_since(connection: Connection, since: datetime) -> Sequence[Rating]:
    """Return who was asked since then, by the numbers of their lines."""
    columns = (surveys.c.line, surveys.c.asked_at, surveys.c.question, surveys.c.answer)
    rows = connection.execute(select(*columns).where(surveys.c.asked_at >= since))
    return [Rating(row.line, row.asked_at, row.question, row.answer) for row in rows]


def _solved(connection: Connection, since: datetime) -> dict[str, bool | None]:
    """Tell of each call in which an agent spoke what was last written: solved at once, or not."""
    query = (
        select(waiting.c.ref, wrap_ups.c.solved)
        .join(offers, offers.c.waiting_id == waiting.c.id)
        .outerjoin(wrap_ups, wrap_ups.c.offer_id == offers.c.id)
        .where(offers.c.outcome.in_(TALKED), offers.c.ended_at >= since)
        .order_by(offers.c.made_at)
    )
    found: dict[str, bool | None] = {}
    for row in connection.execute(query):
        found[row.ref] = found.get(row.ref) if row.solved is None else row.solved
    return found


def _taken(connection: Connection, since: datetime) -> set[str]:
    taken = select(legs.c.call_sid).where(legs.c.accepted_at >= since)
    return set(connection.execute(taken).scalars())


def _noticed(connection: Connection, since: datetime) -> set[str]:
    heard = cast(call_turns.c.notices, Text) != "[]"
    query = select(call_turns.c.call_sid).where(call_turns.c.at >= since, heard).distinct()
    return set(connection.execute(query).scalars())


def _pseudonym(number: str, key: bytes) -> str:
    return hashlib.blake2b(number.encode(), key=key, digest_size=16).hexdigest() if number else ""
