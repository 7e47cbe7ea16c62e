"""What people say of outages: notices of their own, and their word on what a source sent."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, update

from ivr.db.tables.outages import sources
from ivr.feeds.acts import Act, acts_on, note_act
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
from outage_feed.outage import MANUAL, OVER, Outage, Service, Status
from outage_feed.push import Item, Problem, Push, Refused
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

    def __init__(self, *problems: Problem | str) -> None:
        self.errors = tuple(Problem("", one) if isinstance(one, str) else one for one in problems)
        """The same, each with its place."""
        self.problems = tuple(f"{p.at}: {p.problem}" if p.at else p.problem for p in self.errors)
        super().__init__("; ".join(self.problems))


class NoOutage(BadNotice):
    """There is none of that id."""


class Otherwise(BadNotice):
    """It stands otherwise than whoever wanted this thought."""


def add_notice(services: Services, given: Mapping[str, Any], by: str, id_: str = "") -> str:
    """
    Let callers hear a notice from the next call on; return its id.

    `given` has the fields of a push that a person can know: `service`, `areas`, and if wanted
    `kind`, `starts_at`, `estimated_restoration`, `messages`, `cause` and `expires_at`. Without
    the last it is heard for a day, and half a day past the estimate. With an id of the sender's
    own, asking the same again changes nothing. Raises BadNotice; Otherwise, when the notice of
    that id says something else.
    """
    now = services.clock.now()
    outage = _read(given, id_ or f"{now:%Y%m%d}-{secrets.token_hex(3)}", by, now)
    with services.engine.begin() as connection:
        create_source(connection, MANUAL, now, never_stale=True)
        there = load_records(connection, MANUAL, [outage.id], every_open=False).get(outage.id)
    if there is None:
        outage = _bounded(outage, now)
        one = Push(snapshot=False, as_of=None, items=(Item(0, outage),), refused=())
        apply_push(services, MANUAL, one)
    else:
        _check_same(there.outage, outage, given)
        outage = there.outage
    _note_added(services, outage, by)
    return outage.id


def correct(services: Services, source: str, id_: str, correction: Correction) -> None:
    """
    Put a person's word over what a source says, until a person ends it.

    The one before, if any, is replaced; the same again changes nothing. Raises BadSource and
    BadNotice.
    """
    done = "silenced" if correction.silent else "corrected"
    detail = change_json(correction)
    act = Act(services.clock.now(), correction.by, done, source, id_, detail)
    _rewritten(services, correction, act)


def end(
    services: Services, source: str, id_: str, by: str, *, repaired: bool = False, reason: str = ""
) -> None:
    """
    End a person's own notice, or their word on what a source sent; the source is believed again.

    `repaired`: callers hear that it is. Raises BadSource and BadNotice.
    """
    detail: dict[str, Any] = {"reason": reason} if reason else {}
    act = Act(services.clock.now(), by, "ended", source, id_, detail)
    if source == MANUAL:
        _end_notice(services, replace(act, detail={"repaired": repaired, **detail}))
    elif repaired:
        raise BadNotice(
            "Only a notice of the source manual is repaired; use `correct` for others."
        )
    else:
        _rewritten(services, None, act)


def declare_major(
    services: Services, source: str, service: Service, by: str, until: datetime | None
) -> None:
    """Say that this is a major disturbance until then, or (None) that it is over. BadSource."""
    now = services.clock.now()
    with services.engine.begin() as connection:
        found = lock_source(connection, source)
        there = found.freshness.major
        major = {one: until for one, until in there.items() if one != service}
        major |= {service: until} if until else {}
        kept = {one: until and until.isoformat() for one, until in major.items()}
        connection.execute(update(sources).where(sources.c.name == source).values(major=kept))
        changed_now(connection, found)
        said = {"service": service, "until": iso(until)}
        before = {"service": service, "until": iso(there.get(service))}
        note_act(connection, Act(now, by, "major", source, "", said), before)


def _read(given: Mapping[str, Any], id_: str, by: str, now: datetime) -> Outage:
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
        raise BadNotice(*read.errors)
    return read.outage


def _bounded(outage: Outage, now: datetime) -> Outage:
    bounded = replace(outage, expires_at=outage.expires_at or _until(outage, now))
    problems = list(_problems(bounded, now))
    if problems:
        raise BadNotice(*problems)
    return bounded


def _check_same(there: Outage, asked: Outage, given: Mapping[str, Any]) -> None:
    """Compare what was given; what was left out was filled in, and an end has ended it since."""
    names = ["service", "kind", "areas", "cause", "messages", "details", "estimated_restoration"]
    names += [name for name in ("starts_at", "expires_at") if given.get(name)]
    if there.status in OVER and "expires_at" in names:
        names.remove("expires_at")
    other = [name for name in names if getattr(there, name) != getattr(asked, name)]
    if other:
        said = ", ".join("by" if name == "details" else name for name in other)
        raise Otherwise(Problem("id", f"there is a notice {there.id} already, with other {said}"))


def _note_added(services: Services, outage: Outage, by: str) -> None:
    """Once, also when whoever wanted it was cut off before and asks again."""
    with services.engine.begin() as connection:
        lock_source(connection, MANUAL)
        if any(act.act == "added" for act in acts_on(connection, MANUAL, outage.id)):
            return
        until = {"until": iso(outage.expires_at)}
        act = Act(outage.updated_at, by, "added", MANUAL, outage.id, until)
        note_act(connection, act, after={**_said(outage), **until})


def _said(outage: Outage) -> dict[str, Any]:
    said = {"service": outage.service, "kind": outage.kind, "areas": list(outage.areas)}
    return said | {"messages": dict(outage.messages)} if outage.messages else said


def _until(outage: Outage, now: datetime) -> datetime:
    estimate, starts = outage.estimated_restoration or now, outage.starts_at or now
    return max(now + HEARD_FOR, estimate + AFTER_ESTIMATE, starts + HEARD_FOR)


def _problems(outage: Outage, now: datetime) -> Iterator[Problem]:
    if outage.expires_at and outage.expires_at <= now:
        yield Problem("expires_at", "has passed: it would never be heard")
    if outage.estimated_restoration and outage.estimated_restoration <= now:
        yield Problem("estimated_restoration", "has passed: give a later one, or none")
    if not gazetteer().resolve(outage.areas).postcodes:
        yield Problem("areas", "there is no such place: nobody would hear it")


def _end_notice(services: Services, act: Act) -> None:
    repaired, now = bool(act.detail["repaired"]), act.at
    status: Status = "restored" if repaired else "cancelled"
    with services.engine.begin() as connection:
        source = lock_source(connection, MANUAL)
        record = _record(connection, source, act.id)
        if record.outage.status == status:
            return  # asked again: it was repaired when it was first said
        outage = replace(record.outage, updated_at=now, ends_at=now if repaired else None)
        ended = replace(outage, status=status, expires_at=None if repaired else now)
        changed = replace(record, outage=ended)
        rewrite(connection, source, {act.id: record}, {act.id: changed}, now)
        note_act(connection, act)


def _rewritten(services: Services, correction: Correction | None, act: Act) -> None:
    with services.engine.begin() as connection:
        found = lock_source(connection, act.source)
        record = _record(connection, found, act.id)
        before = record.correction
        if before is None and correction is None:
            raise Otherwise(f"Nobody has said anything of {act.source} {act.id}.")
        if before and correction and before == replace(correction, at=before.at):
            return
        keep_correction(connection, act.source, act.id, correction)
        changed = replace(record, correction=correction)
        rewrite(connection, found, {act.id: record}, {act.id: changed}, act.at)
        note_act(connection, act, before=change_json(before) if before else None)


def _record(connection: Connection, source: Source, id_: str) -> Record:
    record = load_records(connection, source.name, [id_], every_open=False).get(id_)
    if record is None or is_tombstone(record):
        raise NoOutage(f"{source.name} has no outage {id_}; see `linja outages --json`.")
    return record
