"""How many callers are usual in a place at this time of day, counted hour by hour."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select

from ivr.clock import HELSINKI
from ivr.db.chunks import chunks
from ivr.db.locks import only_writer
from ivr.db.tables.suspicions import postcode_calls
from ivr.suspicions.callers import LineServices, Period, Place, unanswered
from outage_feed.suspicion import USUAL_DAYS, same_time_of_day, usual_callers

HOUR = timedelta(hours=1)
SETTLED_AFTER = timedelta(minutes=5)
"""The journal brings the last calls of an hour a little later."""
COUNTED_BACK = timedelta(hours=24)
"""Who heard what is known for a day."""
KEPT = timedelta(days=USUAL_DAYS)
COUNTED: Place = ("", "")
"""Stands for no place: the hour was counted."""


def count_hours(engine: Engine, lines: LineServices, now: datetime) -> None:
    """Count every full hour that was not counted yet, and drop what is too old to be usual."""
    with engine.connect().execution_options(readonly=True) as connection:
        missing = list(_uncounted(connection, now))
    for hour in missing:
        with engine.connect().execution_options(readonly=True) as connection:
            found = unanswered(connection, lines, Period(hour, hour + HOUR))
        callers = {place: len(one.numbers) for place, one in found.items() if one.numbers}
        _keep(engine, hour, {**callers, COUNTED: 0})
    if missing:
        with engine.begin() as connection:
            old = postcode_calls.c.hour < now - KEPT
            connection.execute(delete(postcode_calls).where(old))


def usual_in(
    connection: Connection, places: Collection[Place], now: datetime
) -> dict[Place, float]:
    """Return how many callers are usual in each of these places in `WINDOW` of the rule."""
    columns = postcode_calls.c
    hours = sum(1 for _ in _now_hours(connection, _counted(), now))
    by_place: dict[Place, list[int]] = defaultdict(list)
    for chunk in chunks(sorted({postcode for postcode, _ in places})):
        query = select(columns.hour, columns.postcode, columns.service, columns.callers)
        query = query.where(columns.postcode.in_(chunk))
        for postcode, service, callers in _now_hours(connection, query, now):
            by_place[postcode, service].append(callers)
    return {place: usual_callers(by_place[place], hours) for place in places}


def _now_hours(
    connection: Connection, query: Select[Any], now: datetime
) -> Iterator[tuple[Any, ...]]:
    """Give the rows, without their hour, that are of this time of day in Helsinki."""
    clock = now.astimezone(HELSINKI).hour
    for hour, *rest in connection.execute(query.where(postcode_calls.c.hour >= now - KEPT)):
        if same_time_of_day(hour.astimezone(HELSINKI).hour, clock):
            yield tuple(rest)


def _counted() -> Select[Any]:
    columns = postcode_calls.c
    return select(columns.hour).where(columns.postcode == "", columns.service == "")


def _uncounted(connection: Connection, now: datetime) -> Iterator[datetime]:
    """Give the beginnings of full hours, the oldest first."""
    last = connection.execute(select(func.max(postcode_calls.c.hour))).scalar()
    settled = now - SETTLED_AFTER - HOUR
    hour = max(last or settled - COUNTED_BACK, settled - COUNTED_BACK).astimezone(UTC)
    hour = hour.replace(minute=0, second=0, microsecond=0) + HOUR
    while hour <= settled:
        yield hour
        hour += HOUR


def _keep(engine: Engine, hour: datetime, callers: dict[Place, int]) -> None:
    rows = [
        {"postcode": postcode, "service": service, "hour": hour, "callers": number}
        for (postcode, service), number in callers.items()
    ]
    with engine.begin() as connection:
        only_writer(connection, postcode_calls.name)
        connection.execute(delete(postcode_calls).where(postcode_calls.c.hour == hour))
        connection.execute(insert(postcode_calls), rows)
