"""What people say of outages: notices of their own, and their word on what a source sent."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, update

from ivr.db.tables.outages import sources
from ivr.feeds.acts import Act, note_act
from ivr.feeds.apply import apply_push
from ivr.feeds.corrections import change_json, keep_correction
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.report import iso
from ivr.feeds.rewriting import rewrite
from ivr.feeds.sources import Source, changed_now, create_source, lock_source
from ivr.feeds.store import load_records
from ivr.services import Services
from outage_feed.correction import Correction
from outage_feed.described import Fuller, item_of
from outage_feed.outage import MANUAL, Outage, Service
from outage_feed.push import Item, Push, Refused
from outage_feed.record import Record, is_tombstone

HEARD_FOR = timedelta(hours=24)
AFTER_ESTIMATE = timedelta(hours=12)


GIVEN = frozenset(
    {
        "service",
        "areas",
        "kind",
        "starts_at",
        "estimated_restoration",
        "messages",
        "cause",
        "expires_at",
    }
)


class BadNotice(ValueError):
    """What somebody wanted cannot be done; `problems` say why and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def add_notice(services: Services, given: Mapping[str, Any], by: str) -> str:
    """
    Let callers hear a notice from the next call on; return its id.

    `given` has the fields of a push that a person can know: `service`, `areas`, and if wanted
    `kind`, `starts_at`, `estimated_restoration`, `messages`, `cause` and `expires_at`. Without
    the last it is heard for a day, and half a day past the estimate. Raises BadNotice.
    """
    now = services.clock.now()
    id_ = f"{now:%Y%m%d}-{secrets.token_hex(3)}"
    outage = _outage(given, id_, by, now)
    with services.engine.begin() as connection:
        create_source(connection, MANUAL, now, never_stale=True)
    one = Push(snapshot=False, as_of=None, items=(Item(0, outage),), refused=())
    apply_push(services, MANUAL, one)
    with services.engine.begin() as connection:
        until = {"until": iso(outage.expires_at)}
        note_act(connection, Act(now, by, "added", MANUAL, id_, until))
    return id_


def correct(services: Services, source: str, id_: str, correction: Correction) -> None:
    """
    Put a person's word over what a source says, until a person ends it.

    The one before, if any, is replaced. Raises BadSource and BadNotice.
    """
    act = "silenced" if correction.silent else "corrected"
    _rewritten(services, source, id_, correction, act)


def end(services: Services, source: str, id_: str, by: str, *, repaired: bool = False) -> None:
    """
    End a person's own notice, or their word on what a source sent; the source is believed again.

    `repaired`: callers hear that it is. Raises BadSource and BadNotice.
    """
    if source == MANUAL:
        _end_notice(services, id_, by, repaired=repaired)
        return
    if repaired:
        raise BadNotice(
            "Only a notice of the source manual is repaired; use `correct` for others."
        )
    _rewritten(services, source, id_, None, "ended", by)


def declare_major(
    services: Services, source: str, service: Service, by: str, until: datetime | None
) -> None:
    """Say that this is a major disturbance until then, or (None) that it is over. BadSource."""
    now = services.clock.now()
    with services.engine.begin() as connection:
        found = lock_source(connection, source)
        major = {one: until for one, until in found.freshness.major.items() if one != service}
        major |= {service: until} if until else {}
        kept = {one: until and until.isoformat() for one, until in major.items()}
        connection.execute(update(sources).where(sources.c.name == source).values(major=kept))
        changed_now(connection, found)
        said = {"service": service, "until": iso(until)}
        note_act(connection, Act(now, by, "major", source, "", said))


def _outage(given: Mapping[str, Any], id_: str, by: str, now: datetime) -> Outage:
    planned = given.get("kind") == "planned"
    made = {
        **{name: value for name, value in given.items() if name in GIVEN},
        "id": id_,
        "status": "scheduled" if planned else "active",
        "starts_at": given.get("starts_at") or now.isoformat(),
        "updated_at": now.isoformat(),
        "details": {"by": by},
    }
    read = item_of(MANUAL, 0, made, now, Fuller)
    if isinstance(read, Refused):
        raise BadNotice(*(f"{p.at}: {p.problem}" for p in read.errors))
    outage = replace(read.outage, expires_at=read.outage.expires_at or _until(read.outage, now))
    problems = list(_problems(outage, now))
    if problems:
        raise BadNotice(*problems)
    return outage


def _until(outage: Outage, now: datetime) -> datetime:
    estimate, starts = outage.estimated_restoration or now, outage.starts_at or now
    return max(now + HEARD_FOR, estimate + AFTER_ESTIMATE, starts + HEARD_FOR)


def _problems(outage: Outage, now: datetime) -> Iterator[str]:
    if outage.expires_at and outage.expires_at <= now:
        yield "expires_at: has passed: it would never be heard"
    if outage.estimated_restoration and outage.estimated_restoration <= now:
        yield "estimated_restoration: has passed: give a later one, or none"
    if not gazetteer().resolve(outage.areas).postcodes:
        yield "areas: there is no such place: nobody would hear it"


def _end_notice(services: Services, id_: str, by: str, *, repaired: bool) -> None:
    now = services.clock.now()
    with services.engine.begin() as connection:
        source = lock_source(connection, MANUAL)
        record = _record(connection, source, id_)
        outage = replace(record.outage, updated_at=now, ends_at=now if repaired else None)
        ended = replace(outage, status="restored" if repaired else "cancelled")
        expires_at = None if repaired else now
        changed = replace(record, outage=replace(ended, expires_at=expires_at))
        rewrite(connection, source, {id_: record}, {id_: changed}, now)
        note_act(connection, Act(now, by, "ended", MANUAL, id_, {"repaired": repaired}))


def _rewritten(
    services: Services,
    source: str,
    id_: str,
    correction: Correction | None,
    act: str,
    by: str = "",
) -> None:
    now = services.clock.now()
    with services.engine.begin() as connection:
        found = lock_source(connection, source)
        record = _record(connection, found, id_)
        if correction is None and record.correction is None:
            raise BadNotice(f"Nobody has said anything of {source} {id_}.")
        keep_correction(connection, source, id_, correction)
        changed = replace(record, correction=correction)
        rewrite(connection, found, {id_: record}, {id_: changed}, now)
        detail = change_json(correction) if correction else {}
        who = correction.by if correction else by
        note_act(connection, Act(now, who, act, source, id_, detail))


def _record(connection: Connection, source: Source, id_: str) -> Record:
    record = load_records(connection, source.name, [id_], every_open=False).get(id_)
    if record is None or is_tombstone(record):
        raise BadNotice(f"{source.name} has no outage {id_}; see `linja outages --json`.")
    return record
