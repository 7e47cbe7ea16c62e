"""Outages that wait for a second person, because very many customers would hear them."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from ivr.directory.counts import customers_in
from ivr.feeds.acts import Act, note_act
from ivr.feeds.rewriting import rewrite
from ivr.feeds.sources import lock_source
from ivr.feeds.store import source_records
from ivr.services import Services
from outage_feed.blast import hold_back, newly_heard
from outage_feed.record import Record


class SamePerson(ValueError):
    """Who made an outage cannot be the second person who confirms it."""


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

    Raises BadSource, and SamePerson when one of them was made by the same person.
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


def _as_one(name: str) -> str:
    """However a name is written, it is the same person."""
    return " ".join(name.casefold().split())
