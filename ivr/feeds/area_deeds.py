"""A person says what a source means by an area: it counts at once, and for what comes later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from ivr.audit.log import note
from ivr.db.tables.outages import outages
from ivr.feeds.area_store import Said, forget_said, keep_said, meant_of, said_of
from ivr.feeds.limits import outside
from ivr.feeds.manual import BadNotice, Otherwise
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.rewriting import rewrite
from ivr.feeds.settings_store import settings_of
from ivr.feeds.sources import Source, lock_source, state_of_all
from ivr.feeds.store import load_records, records_where
from ivr.feeds.waiting import held_back
from ivr.services import Services
from outage_feed.areas import BadArea, area_key, as_given, parse_area
from outage_feed.intake import lying
from outage_feed.outage import Given
from outage_feed.push import Problem
from outage_feed.record import Record

MOST_MEANT = 500
UNMATCHED = ("unmatched", 0)
"""The first area of a kept outage that covers no postcode."""


class NoSuchPlace(BadNotice):
    """Where it is said to be is no place, or none was given."""


class BeyondLimits(BadNotice):
    """Its source may not speak of places there."""


def say_area(
    services: Services, source: str, area: str, means: Sequence[Given], by: str
) -> Sequence[str]:
    """
    Let an area, in its source's words, lie where somebody says; return the outages that it moves.

    What was said of it before is replaced. Raises BadSource and BadNotice; nothing is guessed.
    """
    now = services.clock.now()
    before = _naming(services, source, area)
    with services.engine.begin() as connection:
        found = lock_source(connection, source)
        _check(connection, source, means)
        naming = _still(connection, before, source, area)
        said = Said(_as_kept(area, naming), [as_given(one) for one in means], by, now)
        old = _standing(connection, source, area)
        keep_said(connection, source, said)
        note(
            connection,
            who=by,
            what="source.area_said",
            about=source,
            before=_told(old) if old else None,
            after=_told(said),
            at=now,
        )
        return _moved(connection, found, naming.ids, now)


def unsay_area(services: Services, source: str, area: str, by: str) -> Sequence[str]:
    """Take back what was said of an area; return what it moves. Raises BadSource and Otherwise."""
    now = services.clock.now()
    before = _naming(services, source, area)
    with services.engine.begin() as connection:
        found = lock_source(connection, source)
        old = _standing(connection, source, area)
        if old is None:
            raise Otherwise(f"Nobody has said where {area} of {source} is.")
        forget_said(connection, source, old.area)
        told = _told(old)
        note(connection, who=by, what="source.area_unsaid", about=source, before=told, at=now)
        naming = _still(connection, before, source, area)
        return _moved(connection, found, naming.ids, now)


def unmatched_in(connection: Connection, source: str, now: datetime) -> Mapping[str, list[Record]]:
    """Return by the words of each area that covers no postcode what stands and names it."""
    found: dict[str, list[Record]] = {}
    theirs = (outages.c.source == source, outages.c.document[UNMATCHED].as_string().is_not(None))
    for record in list(records_where(connection, *theirs)):
        if record.open(now) or record.held_as_of:
            for area in record.outage.unmatched:
                found.setdefault(words_of(area), []).append(record)
    return dict(sorted(found.items()))


def words_of(area: Given) -> str:
    """Return an area in its source's words."""
    return area if isinstance(area, str) else next(iter(area.values()))


def _check(connection: Connection, source: str, means: Sequence[Given]) -> None:
    problems = list(_problems(means))
    if problems:
        raise NoSuchPlace(*problems)
    limits = settings_of(connection, source).limits
    beyond = outside(means, limits.areas) if limits.areas else []
    if beyond:
        raise BeyondLimits(*(Problem(code, f"is not for {limits.whose}") for code in beyond[:5]))


def _problems(means: Sequence[Given]) -> Iterator[Problem]:
    if not means or len(means) > MOST_MEANT:
        yield Problem("", f"give 1 to {MOST_MEANT} postcodes, ranges or municipalities")
        return
    for one in means:
        try:
            parse_area(one)
        except BadArea as error:
            yield Problem(words_of(one), str(error))
        else:
            if not gazetteer().resolve([one]).postcodes:
                yield Problem(words_of(one), "there is no such place")


@dataclass(frozen=True, slots=True)
class _Naming:
    """The outages that name an area, and how it came; `state` is when that was so."""

    state: int
    ids: Sequence[str]
    as_sent: Given | None


def _naming(services: Services, source: str, area: str) -> _Naming:
    """Look through all that is held before anybody has to wait for it."""
    with services.engine.connect().execution_options(readonly=True) as connection:
        return _read_naming(connection, source, area)


def _still(connection: Connection, before: _Naming, source: str, area: str) -> _Naming:
    same = state_of_all(connection) == before.state
    return before if same else _read_naming(connection, source, area)


def _read_naming(connection: Connection, source: str, area: str) -> _Naming:
    """Read every outage that names it, also those put away: a list may bring them back."""
    state, key = state_of_all(connection), area_key(area)
    query = select(outages.c.id, outages.c.document).where(outages.c.source == source)
    named = {
        id_: one
        for id_, document in connection.execute(query)
        for one in document.get("areas", ())
        if area_key(one) == key
    }
    return _Naming(state, list(named), next(iter(named.values()), None))


def _moved(
    connection: Connection, source: Source, ids: Sequence[str], now: datetime
) -> Sequence[str]:
    """Place again what names the area; who would hear it may be too many for one person's word."""
    held = load_records(connection, source.name, ids, every_open=False)
    meant = meant_of(connection, source.name)
    before = {id_: held[id_] for id_ in ids}
    placed = {id_: _placed(record, meant) for id_, record in before.items()}
    changed = {id_: one for id_, one in placed.items() if one != before[id_]}
    over = settings_of(connection, source.name).confirm_over
    rewrite(connection, source, before, held_back(connection, changed, before, over), now)
    return sorted(id_ for id_, record in changed.items() if record.open(now))


def _placed(record: Record, meant: Mapping[str, Sequence[Given]]) -> Record:
    outage = lying(record.outage, gazetteer(), meant)
    still = set(outage.postcodes)
    waiting = tuple(code for code in record.waiting if code in still)
    return replace(record, outage=outage, waiting=waiting)


def _as_kept(area: str, naming: _Naming) -> Given:
    """Return it as it came, if it ever did. Raises BadNotice."""
    try:
        return naming.as_sent or as_given({"place": area})
    except BadArea as error:
        raise BadNotice(Problem("area", str(error))) from error


def _standing(connection: Connection, source: str, area: str) -> Said | None:
    every = said_of(connection, source)
    return next((one for one in every if area_key(one.area) == area_key(area)), None)


def _told(said: Said) -> Mapping[str, object]:
    return {"area": words_of(said.area), "means": list(map(words_of, said.means))}
