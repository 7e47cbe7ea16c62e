"""Outages that wait for a second person, because very many customers would hear them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from ivr.directory.counts import customers_in
from ivr.feeds.acts import Act, note_act
from ivr.feeds.area_store import Said, said_of
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.rewriting import rewrite
from ivr.feeds.sources import lock_source
from ivr.feeds.store import source_records
from ivr.services import Services
from outage_feed.areas import Meant, area_key
from outage_feed.blast import hold_back, newly_heard
from outage_feed.record import Record


class SamePerson(ValueError):
    """Who made an outage, or said where it is, cannot be the second person who confirms it."""


def held_back(
    connection: Connection,
    changed: Mapping[str, Record],
    before: Mapping[str, Record],
    over: int | None,
) -> Mapping[str, Record]:
    """Let wait what more than so many customers would hear; None: nothing waits."""
    if over is None or not changed:
        return changed
    new = {code for id_, one in changed.items() for code in newly_heard(one, before.get(id_))}
    return hold_back(changed, before, customers_in(connection, new), over)


def confirm_waiting(
    services: Services, source: str, by: str, ids: Collection[str] = ()
) -> tuple[str, ...]:
    """
    Let what waits be heard: these ids, or all of the source. Return the ids.

    Raises BadSource, and SamePerson when one of them was made, or put there, by the same person.
    """
    now = services.clock.now()
    with services.engine.begin() as connection:
        found = lock_source(connection, source)
        waiting = {
            record.outage.id: record
            for record in source_records(connection, source)
            if record.waiting and (not ids or record.outage.id in ids)
        }
        _check(waiting, by)
        _check_places(waiting, said_of(connection, source), by)
        confirmed = {id_: replace(record, waiting=()) for id_, record in waiting.items()}
        rewrite(connection, found, waiting, confirmed, now)
        for id_ in confirmed:
            note_act(connection, Act(now, by, "confirmed", source, id_))
    return tuple(sorted(confirmed))


def _check(waiting: Mapping[str, Record], by: str) -> None:
    made = {id_: _as_one(one.outage.details.get("by", "")) for id_, one in waiting.items()}
    own = [id_ for id_, maker in made.items() if maker == _as_one(by)]
    if own:
        raise SamePerson(f"{by} made {', '.join(sorted(own))}: another person must confirm it.")


def _check_places(waiting: Mapping[str, Record], said: Sequence[Said], by: str) -> None:
    theirs = {area_key(one.area): one.means for one in said if _as_one(one.by) == _as_one(by)}
    own = [id_ for id_, one in waiting.items() if _waits_there(one, theirs)]
    if own:
        raise SamePerson(f"{by} said where {', '.join(sorted(own))} is: another must confirm it.")


def _waits_there(record: Record, said: Meant) -> bool:
    """Is it on somebody's word that very many would hear it?"""
    means = [one for area in record.outage.areas for one in said.get(area_key(area), ())]
    return not set(gazetteer().resolve(means).postcodes).isdisjoint(record.waiting)


def _as_one(name: str) -> str:
    """However a name is written, it is the same person."""
    return " ".join(name.casefold().split())
