"""The day's account of callbacks: what was open, opened and ended, and that it adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select

from ivr.callbacks.records import Callback
from ivr.clock import HELSINKI
from ivr.db.tables.callbacks import STILL_OPEN, attempts, callback_events, callbacks
from routing.callback import ENDED, OPEN, OVERDUE_AFTER, TALKED_BY, WAITS, State, is_overdue

_AT, _FROM, _TO = callback_events.c.at, callback_events.c.from_state, callback_events.c.to_state
_OPENED = _FROM == ""
_ENDED = _TO.in_(sorted(ENDED))


@dataclass(frozen=True, slots=True)
class Account:
    """
    One day in Helsinki: open when it began, opened and ended on it, and open when it ended.

    All of it is counted from the changes that were written down. `open` is by state; `kept`
    counts those that are open now by what the callbacks themselves say, on the day of today.
    """

    day: date
    before: int
    opened: int
    ended: Mapping[str, int] = field(default_factory=dict)
    open: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] | None = None

    @property
    def adds_up(self) -> bool:
        """Is nothing lost, and nothing made twice?"""
        left = self.before + self.opened - sum(self.ended.values())
        return left == sum(self.open.values()) and self.kept in (None, self.open)


def account_of(connection: Connection, day: date, now: datetime) -> Account:
    """Count a day."""
    begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
    during = and_(begins <= _AT, ends > _AT)
    return Account(
        day=day,
        before=_count(connection, _OPENED, begins > _AT)
        - _count(connection, _ENDED, begins > _AT),
        opened=_count(connection, _OPENED, during),
        ended=_by_state(connection, and_(_ENDED, during)),
        open=_open_at(connection, ends),
        kept=_open_now(connection) if begins <= now < ends else None,
    )


@dataclass(frozen=True, slots=True)
class Fate:
    """One that was asked for on a day, and what has become of it by now."""

    callback: Callback
    asked_at: datetime
    changed_at: datetime
    tries: int
    overdue: bool


def fates_of(connection: Connection, day: date, now: datetime, most: int = 500) -> Sequence[Fate]:
    """Return those that were asked for on a day, the overdue first, then the oldest."""
    theirs = callback_events.c.callback_id == callbacks.c.id
    begins, ends = _midnight(day), _midnight(day + timedelta(days=1))
    later = callback_events.alias("later")
    its = later.c.callback_id == callbacks.c.id
    last = select(func.max(later.c.at)).where(its).scalar_subquery()
    tried = attempts.c.callback_id == callbacks.c.id
    tries = select(func.count()).select_from(attempts).where(tried).scalar_subquery()
    found = (
        select(callbacks, _AT.label("asked_at"), last.label("changed_at"), tries.label("tries"))
        .join(callback_events, theirs)
        .where(_OPENED, begins <= _AT, ends > _AT)
        .order_by(_AT, callbacks.c.id)
        .limit(most)
    )
    fates = [_fate(row, now) for row in connection.execute(found).mappings()]
    return sorted(fates, key=lambda fate: not fate.overdue)


def overdue(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """Count those of which somebody has to ask why they are open; and since when the first is."""
    waits = callbacks.c.state.in_(sorted(WAITS))
    late = or_(
        and_(waits, callbacks.c.due_at < now - OVERDUE_AFTER),
        and_(~waits, callbacks.c.due_at < now - TALKED_BY),
    )
    query = select(func.count(), func.min(callbacks.c.due_at)).where(STILL_OPEN, late)
    many, first = connection.execute(query).one()
    return many, first


def _fate(row: RowMapping, now: datetime) -> Fate:
    callback = Callback(**{name: row[name] for name in Callback.__dataclass_fields__})
    late = is_overdue(State(callback.state), callback.due_at, now)
    return Fate(callback, row["asked_at"], row["changed_at"], row["tries"], late)


def _open_at(connection: Connection, at: datetime) -> dict[str, int]:
    """Count by the last change of each before then."""
    last = select(func.max(callback_events.c.id)).where(at > _AT)
    lasts = last.group_by(callback_events.c.callback_id)
    still = callback_events.c.id.in_(lasts), _TO.in_(sorted(OPEN))
    return _by_state(connection, and_(*still))


def _open_now(connection: Connection) -> dict[str, int]:
    counted = select(callbacks.c.state, func.count()).where(STILL_OPEN)
    rows = connection.execute(counted.group_by(callbacks.c.state)).all()
    return {str(state): int(many) for state, many in rows}


def _by_state(connection: Connection, where: ColumnElement[bool]) -> dict[str, int]:
    counted = select(_TO, func.count()).where(where).group_by(_TO).order_by(_TO)
    return {str(state): int(many) for state, many in connection.execute(counted).all()}


def _count(connection: Connection, *where: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(callback_events).where(*where)
    return connection.execute(query).scalar_one()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HELSINKI)


def today(now: datetime) -> date:
    """Return the day in Helsinki."""
    return now.astimezone(HELSINKI).date()


def states_of(counted: Mapping[str, int]) -> list[tuple[State, int]]:
    """Return states and counts in the order of a callback's life."""
    return [(state, counted[state]) for state in State if state in counted]
