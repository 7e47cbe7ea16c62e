"""Is a source in a major disturbance? By the number of postcodes with a fault, or by a person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from ivr.db.bulk import Row
from ivr.db.tables.outages import sources, summaries
from ivr.feeds.sources import Source
from outage_feed.summary import Fact, load

Major = Mapping[str, datetime | None]


def major_after(
    connection: Connection,
    source: Source,
    touched: Iterable[str],
    rows: Sequence[Row],
    over: int | None,
    now: datetime,
) -> Major:
    """
    Say for which services, once these summary rows are written; None: only a person says so.

    It begins above `over` postcodes and ends at half of that, so that it does not come and go.
    What a person said stands until its time.
    """
    said = {service: until for service, until in source.freshness.major.items() if until}
    standing: dict[str, datetime | None] = {s: until for s, until in said.items() if until > now}
    if over is None:
        return standing
    was = source.freshness.major
    counted = _postcodes(connection, source.name, set(touched), rows, now)
    for service, number in counted.items():
        if number > (over // 2 if service in was and was[service] is None else over):
            standing.setdefault(service, None)
    return standing


def note_major(connection: Connection, source: Source, major: Major) -> None:
    """Keep it, if it has changed."""
    if dict(major) != dict(source.freshness.major):
        kept = {service: until and until.isoformat() for service, until in major.items()}
        this = update(sources).where(sources.c.name == source.name)
        connection.execute(this.values(major=kept))


def _postcodes(
    connection: Connection, name: str, touched: set[str], rows: Sequence[Row], now: datetime
) -> Counter[str]:
    """Count the postcodes with a running fault, by service: from one row per postcode."""
    counted: Counter[str] = Counter()
    kept = (tuple(row) for row in connection.execute(select(summaries)) if row[0] not in touched)
    for _, plain in (*kept, *rows):
        counted.update(_services(plain, name, now))
    return counted


def _services(plain: Iterable[Mapping[str, Any]], name: str, now: datetime) -> set[str]:
    return {
        fact.service
        for fact in load(one for one in plain if one["source"] == name)
        if fact.running and not _expired(fact, now)
    }


def _expired(fact: Fact, now: datetime) -> bool:
    return fact.expires_at is not None and fact.expires_at <= now
