"""Make the sums of hours from what is in the database, and those of days from those of hours."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, literal, select, update

from ivr.clock import HELSINKI
from ivr.db.locks import only_writer
from ivr.db.tables.figures import figure_hours, figure_sums
from ivr.db.tables.journal import calls
from ivr.figures.hour_calls import stories_of
from ivr.figures.hour_contacts import contact_parts
from ivr.figures.hour_others import callback_parts, repair_parts, survey_parts
from ivr.figures.names import NAMES
from ivr.figures.sums import Key, Part, Sum, hour_of, parts_of, summed
from ivr.lines.store import ConfigurationStore

HOUR = timedelta(hours=1)
GOES_ON = timedelta(hours=1)
"""Until then after its end an hour is made anew again: calls go on, people call again."""
ONCE_MORE = (timedelta(hours=5), timedelta(days=1), timedelta(days=7, hours=1))
"""So long after its end once more: the longest calls, what came late, second contacts."""
KEPT_AT_LEAST = timedelta(days=29)
"""Who answered a telephone is kept for 30 days: older hours cannot be made anew."""
AT_REST = timedelta(minutes=5)
"""How often until then: in a storm an hour of 16,000 calls takes two seconds to make."""
MOST_AT_ONCE = 48
LOCK = "figures"


def roll_up(engine: Engine, now: datetime, journal_days: int) -> int:
    """Make every hour that is due, the newest first, some at a time; return how many."""
    oldest = oldest_hour(now, journal_days)
    with engine.connect().execution_options(readonly=True) as connection:
        hours = due(connection, now, oldest)[:MOST_AT_ONCE]
    return sum(make(engine, hour, now) for hour in hours)


def make_from(engine: Engine, begins: datetime, now: datetime) -> Iterator[datetime]:
    """Make every hour from then on anew, the newest first; give each when it is made."""
    hour = hour_of(now)
    while hour >= hour_of(begins):
        make(engine, hour, now)
        yield hour
        hour -= HOUR


def drop_hours(engine: Engine, before: datetime) -> int:
    """Delete the sums of hours that nobody looks at any more; those of days stay."""
    columns = figure_sums.c
    with engine.begin() as connection:
        old = (columns.span == "hour", columns.name.in_(NAMES), columns.at < before)
        dropped = connection.execute(delete(figure_sums).where(*old)).rowcount
        connection.execute(delete(figure_hours).where(figure_hours.c.hour < before))
    return dropped


def oldest_hour(now: datetime, journal_days: int) -> datetime:
    """Return the first hour of which all is still kept."""
    return hour_of(now - min(KEPT_AT_LEAST, timedelta(days=journal_days))) + HOUR


def due(connection: Connection, now: datetime, oldest: datetime) -> list[datetime]:
    """List the hours to be made now, the newest first."""
    made = {
        row.hour: row.made_at
        for row in connection.execute(select(figure_hours).where(figure_hours.c.hour >= oldest))
    }
    first = connection.execute(select(func.min(calls.c.started_at))).scalar()
    found, hour = [], hour_of(now)
    begins = max(oldest, min(hour_of(first) if first else hour, *made, hour))
    while hour >= begins:
        if hour not in made or _is_due(hour + HOUR, made[hour], now):
            found.append(hour)
        hour -= HOUR
    return found


def _is_due(ended: datetime, made_at: datetime, now: datetime) -> bool:
    if made_at > now or now < ended:
        return True
    if made_at < ended + GOES_ON:
        return now - made_at >= AT_REST or now >= ended + GOES_ON
    return any(made_at < ended + after <= now for after in ONCE_MORE)


def make(engine: Engine, hour: datetime, now: datetime) -> bool:
    """
    Make the sums of an hour, and of its day, in one short transaction.

    False when another has made them meanwhile. Nothing is locked while calls are read.
    """
    with engine.connect().execution_options(readonly=True) as connection:
        version = _version(connection, hour)
        sums = summed(_parts(connection, engine, hour, now))
    with closing(engine.connect()) as connection, connection.begin():
        only_writer(connection, LOCK)
        if _version(connection, hour) != version:
            return False
        _keep(connection, hour, sums)
        _keep_day(connection, hour)
        _keep_version(connection, hour, now, version)
    return True


def _parts(
    connection: Connection, engine: Engine, hour: datetime, now: datetime
) -> Iterator[Part]:
    applied = ConfigurationStore(engine).current().lines
    lines = {number: line.name for number, line in applied.items()}
    for story in stories_of(connection, hour):
        yield from parts_of(story, now)
    yield from contact_parts(connection, hour, now)
    yield from callback_parts(connection, hour, lines)
    yield from survey_parts(connection, hour, lines)
    yield from repair_parts(connection, hour, now)


def _version(connection: Connection, hour: datetime) -> int:
    query = select(figure_hours.c.version).where(figure_hours.c.hour == hour)
    return connection.execute(query).scalar() or 0


def _keep(connection: Connection, hour: datetime, sums: dict[Key, Sum]) -> None:
    _drop(connection, "hour", hour)
    rows = [
        {
            "span": "hour",
            "at": hour,
            **key._asdict(),
            "count": one.count,
            "amount": round(one.amount),
        }
        for key, one in sums.items()
    ]
    if rows:
        connection.execute(insert(figure_sums), rows)


def day_of(at: datetime) -> tuple[datetime, datetime]:
    """Return when the moment's day in Helsinki begins and ends: 23, 24 or 25 hours."""
    day = at.astimezone(HELSINKI).date()
    return midnight(day), midnight(day + timedelta(days=1))


def midnight(day: date) -> datetime:
    """Return when a day begins in Helsinki."""
    return datetime.combine(day, time(), HELSINKI)


def _keep_day(connection: Connection, hour: datetime) -> None:
    begins, ends = day_of(hour)
    columns = figure_sums.c
    _drop(connection, "day", begins)
    same = [columns[name] for name in Key._fields]
    hours = (
        select(
            literal("day"),
            literal(begins, figure_sums.c.at.type),
            *same,
            func.sum(columns.count),
            func.sum(columns.amount),
        )
        .where(columns.span == "hour", columns.name.in_(NAMES))
        .where(columns.at >= begins, columns.at < ends)
        .group_by(*same)
    )
    into = ["span", "at", *Key._fields, "count", "amount"]
    connection.execute(insert(figure_sums).from_select(into, hours))


def _drop(connection: Connection, span: str, at: datetime) -> None:
    """Delete by the names that there are: the key begins with them."""
    columns = figure_sums.c
    these = (columns.span == span, columns.name.in_(NAMES), columns.at == at)
    connection.execute(delete(figure_sums).where(*these))


def _keep_version(connection: Connection, hour: datetime, now: datetime, version: int) -> None:
    values = {"made_at": now, "version": version + 1}
    if version:
        this = update(figure_hours).where(figure_hours.c.hour == hour)
        connection.execute(this.values(values))
    else:
        connection.execute(insert(figure_hours), {"hour": hour, **values})
