"""Write records that a person has changed, and what is heard of them, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from ivr.feeds.change import change_of
from ivr.feeds.sources import Source, changed_now
from ivr.feeds.store import save
from ivr.feeds.summarise import summary_rows
from ivr.feeds.withheld import note_withheld
from outage_feed.record import Record


def rewrite(
    connection: Connection,
    source: Source,
    before: Mapping[str, Record],
    changed: Mapping[str, Record],
    now: datetime,
) -> None:
    """Put the changed records in place of those before; the source must be locked."""
    change = change_of(source.name, before, changed, now)
    save(connection, change, summary_rows(connection, change, now), now)
    if change.waits:
        note_withheld(connection, source.name)
    changed_now(connection, source)
