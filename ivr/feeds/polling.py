"""Which sources are due to be asked, by whom, and what became of it: in SQL, for all machines."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, or_, select, update

from ivr.db.tables.feeds import source_polls
from ivr.queue.leases import real_now

LEASE_SECONDS = 120
"""Longer than any poll takes: whoever has not told by then is dead."""
LONGEST_PAUSE_SECONDS = 3600
LONGEST_ETAG, LONGEST_DATE = 500, 100
OK, UNCHANGED, LINKS = "ok", "unchanged", "links"
TAKEN = frozenset({OK, UNCHANGED, LINKS})
"""The source itself answered as it should: it is asked at its pace."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A source that is ours to ask; `etag` and `last_modified` are of what was taken last."""

    source: str
    claim: str
    etag: str
    last_modified: str
    failures: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What became of a poll: `result` is one word, `problem` for people.

    `ok`, `unchanged`, `answered` (an error), `redirected`, `unknown_host`, `unreachable`,
    `address` (private), `certificate`, `too_slow`, `too_large`, `cut_short`, `protocol`,
    `unreadable`, `rejected`, `links` (some documents of an index are missing), `settings`,
    `failed` (our own bug).
    """

    result: str
    problem: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after_seconds: float = 0


@dataclass(frozen=True, slots=True)
class Poll:
    """How it goes with the polls of a source. `next_in_seconds` is below zero when it is due."""

    result: str | None
    problem: str
    failures: int
    polled_at: datetime | None
    next_in_seconds: float


def any_due(engine: Engine) -> bool:
    """Is there a source to ask now? Only reads, so that it may be asked often."""
    with engine.connect().execution_options(readonly=True) as connection:
        query = select(source_polls.c.source).where(_due(real_now(connection))).limit(1)
        return connection.execute(query).first() is not None


def claim_next(engine: Engine) -> Claim | None:
    """Claim the source that has been due for the longest; None: none is."""
    with engine.begin() as connection:
        now = real_now(connection)
        query = select(source_polls).where(_due(now)).order_by(source_polls.c.next_at).limit(1)
        row = connection.execute(query.with_for_update(skip_locked=True)).mappings().first()
        if row is None:
            return None
        claim = secrets.token_hex(16)
        ours = update(source_polls).where(source_polls.c.source == row["source"])
        until = now + timedelta(seconds=LEASE_SECONDS)
        connection.execute(ours.values(claim=claim, claimed_until=until))
    etag, last_modified = row["etag"] or "", row["last_modified"] or ""
    return Claim(row["source"], claim, etag, last_modified, row["failures"])


def settle(
    engine: Engine, claim: Claim, outcome: Outcome, every_seconds: float, at: datetime
) -> None:
    """
    Note what became of a poll, and when the next is due. `at` is business time, for people.

    Nothing happens if the claim has lapsed, or the settings were changed meanwhile.
    """
    failures = 0 if outcome.result in TAKEN else claim.failures + 1
    values: dict[str, Any] = {
        "claim": None,
        "claimed_until": None,
        "failures": failures,
        "result": outcome.result,
        "problem": outcome.problem or None,
        "polled_at": at,
    }
    if outcome.result != UNCHANGED:
        values |= {
            "etag": outcome.etag if 0 < len(outcome.etag) <= LONGEST_ETAG else None,
            "last_modified": outcome.last_modified[:LONGEST_DATE] or None,
        }
    pause = pause_seconds(every_seconds, failures, outcome.retry_after_seconds)
    ours = (source_polls.c.source == claim.source) & (source_polls.c.claim == claim.claim)
    with engine.begin() as connection:
        values["next_at"] = real_now(connection) + timedelta(seconds=pause)
        connection.execute(update(source_polls).where(ours).values(values))


def pause_seconds(every_seconds: float, failures: int, asked_for_seconds: float = 0) -> float:
    """Return how long to wait: twice as long after each failure, at most an hour or `every`."""
    most = max(every_seconds, LONGEST_PAUSE_SECONDS)
    if not failures:
        return every_seconds
    doubled = every_seconds * float(1 << min(failures, 20))
    return min(most, max(doubled, asked_for_seconds))


def poll_of(connection: Connection, source: str) -> Poll | None:
    """Return how it goes with the polls of a source, None if it is not polled."""
    query = select(source_polls).where(source_polls.c.source == source)
    row = connection.execute(query).mappings().first()
    return _poll(row, real_now(connection)) if row else None


def _poll(row: Mapping[Any, Any], now: datetime) -> Poll:
    return Poll(
        row["result"],
        row["problem"] or "",
        row["failures"],
        row["polled_at"],
        (row["next_at"] - now).total_seconds(),
    )


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(source_polls.c.claimed_until.is_(None), source_polls.c.claimed_until <= now)
    return (source_polls.c.next_at <= now) & free
