"""Take a source away: nothing of it is heard, fetched or let in any more."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete

from ivr.db.tables import feeds as sending
from ivr.db.tables.outages import corrections, source_tokens, sources
from ivr.feeds.acts import Act, note_act
from ivr.feeds.rewriting import rewrite
from ivr.feeds.sources import lock_source
from ivr.feeds.store import source_records
from ivr.services import Services
from outage_feed.record import Record

MOST_NAMED = 5
ITS_OWN = (
    source_tokens,
    sending.source_secrets,
    sending.source_messages,
    sending.source_areas,
    sending.source_polls,
    sending.source_settings,
    sending.quarantine,
    corrections,
)


class StillOpen(ValueError):
    """It has outages that are going on or to come; the message names some."""


def remove_source(services: Services, name: str, by: str, *, open_too: bool = False) -> int:
    """
    Remove a source with its tokens, secrets, settings and refusals; return how many were open.

    Its outages are put away as by nothing that takes their place: nobody says that they are
    repaired. They and who did what are kept as those of other sources. Raises BadSource, and
    StillOpen unless `open_too`.
    """
    now = services.clock.now()
    with services.engine.begin() as connection:
        source = lock_source(connection, name)
        held = {record.outage.id: record for record in source_records(connection, name)}
        going = [id_ for id_, record in held.items() if record.open(now)]
        if going and not open_too:
            raise StillOpen(_named(going))
        away = {id_: _put_away(record, now) for id_, record in held.items()}
        rewrite(connection, source, held, away, now)
        _delete(connection, name)
        note_act(connection, Act(now, by, "removed", name, "", {"open": len(going)}))
    return len(going)


def _put_away(record: Record, now: datetime) -> Record:
    at = max(now, record.outage.updated_at)
    return replace(record, superseded_at=at, superseded_by=(), waiting=(), correction=None)


def _delete(connection: Connection, name: str) -> None:
    for table in ITS_OWN:
        connection.execute(delete(table).where(table.c.source == name))
    connection.execute(delete(sources).where(sources.c.name == name))


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
    return f"{', '.join(sorted(ids)[:MOST_NAMED])}{more}"
