"""What each number heard of outages in the last day: read when it calls again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from flows.asks import HeardBefore
from ivr.db.chunks import chunks
from ivr.db.prepared import Prepared, Reader
from ivr.db.tables.heard import heard_before

KEPT_FOR = timedelta(days=1)
MOST_READ = 50
"""Notices of one number; somebody who calls all day is still answered by one small read."""
_OF_NUMBER = Prepared(
    select(heard_before)
    .where(heard_before.c.number == bindparam("number"))
    .order_by(heard_before.c.heard_at.desc())
    .limit(MOST_READ)
)


@dataclass(frozen=True, slots=True)
class HeardNotice:
    """One notice that was read in a call; `number` is the caller's in E.164."""

    number: str
    call_sid: str
    postcode: str
    service: str
    key: str
    state: str
    estimate: datetime | None
    heard_at: datetime


def read_heard(connection: Connection | Reader, number: str) -> Sequence[HeardNotice]:
    """Read what a number heard, the newest first: one keyed read."""
    return [HeardNotice(**row) for row in _OF_NUMBER.rows(connection, number=number)]


def before_this_call(
    heard: Iterable[HeardNotice], call_sid: str, now: datetime
) -> Mapping[str, Mapping[str, HeardBefore]]:
    """Give what was heard last by postcode and service, in other calls than this one."""
    found: dict[str, dict[str, HeardBefore]] = {}
    for one in heard:
        if one.call_sid != call_sid and now - one.heard_at <= KEPT_FOR:
            there = found.setdefault(one.postcode, {})
            there.setdefault(one.service, HeardBefore(one.key, one.state, one.estimate))
    return found


def remember(engine: Engine, heard: Sequence[HeardNotice]) -> None:
    """Keep what was heard, in one transaction; what is there already stays as it is."""
    if not heard:
        return
    new = {_key(one): one for one in heard}
    with engine.begin() as connection:
        for numbers in chunks(sorted({one.number for one in heard})):
            there = select(heard_before).where(heard_before.c.number.in_(numbers))
            for row in connection.execute(there).mappings():
                new.pop(_key(HeardNotice(**row)), None)
        if new:
            connection.execute(insert(heard_before), [_row(one) for one in new.values()])


def forget_heard(connection: Connection, numbers: Collection[str]) -> None:
    """Erase what these callers heard."""
    connection.execute(delete(heard_before).where(heard_before.c.number.in_(list(numbers))))


def drop_heard(engine: Engine, now: datetime) -> None:
    """Delete what was heard more than a day ago."""
    old = heard_before.c.heard_at < now - KEPT_FOR
    with engine.begin() as connection:
        connection.execute(delete(heard_before).where(old))


def _key(one: HeardNotice) -> tuple[str, ...]:
    return one.number, one.call_sid, one.postcode, one.service


def _row(one: HeardNotice) -> dict[str, object]:
    return {name: getattr(one, name) for name in heard_before.columns.keys()}  # noqa: SIM118 -- a collection's
