"""Is what somebody waits for repaired, and surely so?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from ivr.db.chunks import chunks
from ivr.db.tables.outages import outage_postcodes, summaries
from ivr.feeds.settled import Key, Settled, endings
from ivr.feeds.store import records_of
from outage_feed.phase import end_of, phase_of
from outage_feed.settled import SETTLES_AFTER
from outage_feed.summary import Fact, load

GOING_ON = {"running", "planned"}
MOST_STEPS = 10
"""How often an outage may have taken the place of another."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A repair that somebody waits for; `outages` are those that went on when they asked."""

    postcode: str
    service: str
    outages: frozenset[Key]
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class StillOut:
    """Something of the kind goes on there."""


@dataclass(frozen=True, slots=True)
class NoWord:
    """Its source does not stand by it since then, and never said that it was repaired."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Repaired:
    """`at` as the sources say; `settled_at` is when that may be passed on."""

    at: datetime
    settled_at: datetime


Verdict = StillOut | NoWord | Repaired


def going_on(
    connection: Connection, postcode: str, services: Collection[str], now: datetime
) -> dict[str, list[Key]]:
    """Return by service the outages that go on in a postcode, as callers are told of them."""
    heard = outage_postcodes.c
    query = select(heard.source, heard.id).where(heard.postcode == postcode)
    by_source: dict[str, list[str]] = {}
    for source, id_ in connection.execute(query.order_by(heard.source, heard.id)):
        by_source.setdefault(source, []).append(id_)
    found: dict[str, list[Key]] = {}
    for source, ids in by_source.items():
        for chunk in chunks(ids):
            for record in records_of(connection, source, chunk):
                outage = record.told
                ended = outage.over(now) or outage.expired(now)
                if outage.service in services and not ended:
                    found.setdefault(outage.service, []).append((source, outage.id))
    return {service: sorted(keys) for service, keys in found.items()}


def repaired_lately(connection: Connection, postcode: str, now: datetime) -> set[str]:
    """Return the services of which callers there hear that something was repaired."""
    facts = _facts(connection, {postcode}).get(postcode, ())
    return {fact.service for fact in facts if phase_of(fact, now) == "restored"}


def verdicts(
    connection: Connection, awaited: Collection[Awaited], now: datetime
) -> dict[Awaited, Verdict]:
    """Judge all of them with one read of each postcode and each outage."""
    facts = _facts(connection, {each.postcode for each in awaited})
    ended = _ended(connection, {key for each in awaited for key in each.outages})
    return {each: _verdict(each, facts.get(each.postcode, ()), ended, now) for each in awaited}


def verdict(connection: Connection, awaited: Awaited, now: datetime) -> Verdict:
    """Judge one."""
    return verdicts(connection, [awaited], now)[awaited]


def _verdict(
    awaited: Awaited, facts: Sequence[Fact], ended: Mapping[Key, Settled], now: datetime
) -> Verdict:
    about = [fact for fact in facts if fact.service == awaited.service]
    if any(phase_of(fact, now) in GOING_ON for fact in about):
        return StillOut()
    keys = _followed(awaited.outages, ended)
    if any(key not in ended or ended[key].ending.at > now for key in keys):
        return StillOut()
    ends = [ended[key].ending for key in keys if ended[key].ending.how in {"repaired", "closed"}]
    told = [end_of(fact, now) for fact in about if phase_of(fact, now) == "restored"]
    # Who asked while it was being repaired has none to wait for, and is told of that repair.
    since = awaited.asked_at if awaited.outages else min(told, default=awaited.asked_at)
    repairs = [Repaired(end.at, end.settled_at) for end in ends]
    repairs += [Repaired(at, at + SETTLES_AFTER) for at in told if at >= since]
    if repairs:
        return Repaired(max(r.at for r in repairs), max(r.settled_at for r in repairs))
    return NoWord(max((ended[key].ending.settled_at for key in keys), default=awaited.asked_at))


def _followed(keys: Collection[Key], ended: Mapping[Key, Settled]) -> set[Key]:
    """Put those in the place of an outage that have taken it."""
    found = set(keys)
    for key in keys:
        if key in ended and ended[key].ending.how == "replaced":
            found.discard(key)
            successors = {(key[0], id_) for id_ in ended[key].ending.by}
            found |= _followed(successors - {key}, {k: v for k, v in ended.items() if k != key})
    return found


def _facts(connection: Connection, postcodes: Collection[str]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for chunk in chunks(sorted(postcodes)):
        rows = connection.execute(select(summaries).where(summaries.c.postcode.in_(chunk)))
        found |= {row.postcode: load(row.facts) for row in rows}
    return found


def _ended(connection: Connection, keys: Collection[Key]) -> dict[Key, Settled]:
    """Read how they ended, and how those ended that have taken their place."""
    found: dict[Key, Settled] = {}
    wanted = set(keys)
    for _ in range(MOST_STEPS):
        read = endings(connection, wanted - found.keys())
        found |= read
        wanted = {
            (source, id_) for (source, _), settled in read.items() for id_ in settled.ending.by
        } - found.keys()
        if not wanted:
            break
    return found
