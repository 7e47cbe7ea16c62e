"""Look at the latest calls, and raise what they make us suspect."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Connection

from ivr.db.locks import only_writer
from ivr.db.tables.suspicions import suspicions as table
from ivr.directory.counts import customers_in
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import areas_for
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from ivr.suspicions.callers import Callers, LineServices, Period, Place, unanswered
from ivr.suspicions.store import NOTICED, OPEN, Suspicion, add, change, listed
from ivr.suspicions.usual import count_hours, usual_in
from outage_feed.outage import SERVICES
from outage_feed.suspicion import LEAST_CALLERS, QUIET, WINDOW, callers_needed

log = structlog.get_logger()


def look(services: Services) -> None:
    """Do all that is due: count full hours, raise, and close what a notice has answered."""
    engine, now = services.engine, services.clock.now()
    lines = _lines(ConfigurationStore(engine))
    count_hours(engine, lines, now)
    with engine.connect().execution_options(readonly=True) as connection:
        reasons = _reasons(connection, lines, now)
        lately = listed(connection, now - QUIET)
        waiting = [one for one in lately if one.state == OPEN]
        noticed = _noticed(connection, {(one.postcode, one.service) for one in waiting}, now)
    if reasons or noticed:
        with engine.begin() as connection:
            only_writer(connection, table.name)
            _close(connection, noticed, now)
            _raise(connection, reasons, now)


@dataclass(frozen=True, slots=True)
class _Reason:
    callers: Callers
    usual: float
    customers: int


def _lines(store: ConfigurationStore) -> LineServices:
    return {line.name: line.services for line in store.current().lines.values()}


def _reasons(
    connection: Connection, lines: LineServices, now: datetime
) -> Mapping[Place, _Reason]:
    called = unanswered(connection, lines, Period.up_to(now, WINDOW))
    many = _one_of_each(
        {at: one for at, one in called.items() if len(one.numbers) >= LEAST_CALLERS}
    )
    known = {at for at in many if gazetteer().kind(at[0]) == "area"}
    silent = known - _noticed(connection, known, now)
    if not silent:
        return {}
    usual = usual_in(connection, silent, now)
    customers = customers_in(connection, {postcode for postcode, _ in silent})
    reasons = {at: _Reason(many[at], usual[at], customers.get(at[0], 0)) for at in sorted(silent)}
    return {at: one for at, one in reasons.items() if _enough(one)}


def _one_of_each(many: Mapping[Place, Callers]) -> Mapping[Place, Callers]:
    """
    Leave out a service of which only the same people called as of another one, there.

    A call on a line of several services counts for each of them, and is about one. The first in
    the order of the services stands for the others.
    """

    def stands(at: Place, other: Place) -> bool:
        if at[0] != other[0] or at == other or not many[at].numbers <= many[other].numbers:
            return True
        alike = many[at].numbers == many[other].numbers
        return alike and SERVICES.index(at[1]) < SERVICES.index(other[1])

    return {at: one for at, one in many.items() if all(stands(at, other) for other in many)}


def _enough(reason: _Reason) -> bool:
    return len(reason.callers.numbers) >= callers_needed(reason.usual, reason.customers)


def _noticed(connection: Connection, places: Collection[Place], now: datetime) -> set[Place]:
    """Return those of which a caller would hear a notice now."""
    postcodes = sorted({postcode for postcode, _ in places})
    read = [
        area
        for postcode in postcodes
        for area in areas_for(connection, gazetteer(), [postcode], [], now)
    ]
    heard = {(area.postcode, notice.service) for area in read for notice in area.notices}
    return heard & set(places)


def _close(connection: Connection, noticed: Collection[Place], now: datetime) -> None:
    for one in listed(connection, now - QUIET):
        if one.state == OPEN and (one.postcode, one.service) in noticed:
            change(connection, one.id, state=NOTICED, decided_at=now)
            log.info("suspicion answered by a notice", suspicion=one.id)


def _raise(connection: Connection, reasons: Mapping[Place, _Reason], now: datetime) -> None:
    """Once in `QUIET`; while it is open it tells of the most callers that there were."""
    before = {(one.postcode, one.service): one for one in _oldest_first(connection, now)}
    for place, reason in reasons.items():
        known, callers = before.get(place), len(reason.callers.numbers)
        if known is None:
            _add(connection, place, reason, now)
        elif known.state == OPEN and callers > known.callers:
            change(connection, known.id, callers=callers, withheld=reason.callers.withheld)


def _oldest_first(connection: Connection, now: datetime) -> Sequence[Suspicion]:
    return list(reversed(listed(connection, now - QUIET)))


def _add(connection: Connection, place: Place, reason: _Reason, now: datetime) -> None:
    postcode, service = place
    raised = Suspicion(
        id=f"{now:%Y%m%d}-{secrets.token_hex(3)}",
        postcode=postcode,
        service=service,
        raised_at=now,
        since=reason.callers.first_at.replace(microsecond=0),
        callers=len(reason.callers.numbers),
        withheld=reason.callers.withheld,
        usual=reason.usual,
        customers=reason.customers,
    )
    add(connection, raised)
    log.warning(
        "suspicion raised",
        suspicion=raised.id,
        postcode=postcode,
        service=service,
        callers=raised.callers,
        usual=round(raised.usual, 2),
    )
