"""Read the sums of a period for a page: in all, before, and over time. Sums are all it reads."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from ivr.db.tables.bundles import publications
from ivr.db.tables.figures import figure_hours, figure_sums
from ivr.figures.names import NAMES
from ivr.figures.periods import Period
from ivr.figures.totals import Held, Totals, totals_of

STEPS = tuple(name for name in NAMES if name.startswith("step"))
OVER_TIME = tuple(name for name in NAMES if name not in STEPS)


@dataclass(frozen=True, slots=True)
class Choice:
    """Of which calls: empty is of all. `version` is the hash of a bundle."""

    line: str = ""
    team: str = ""
    language: str = ""
    version: str = ""

    def conditions(self) -> Sequence[ColumnElement[bool]]:
        """Return what rows must fulfil."""
        columns = figure_sums.c
        chosen = {
            columns.line: self.line,
            columns.team: self.team,
            columns.language: self.language,
            columns.bundle: self.version,
        }
        return [column == value for column, value in chosen.items() if value]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a flow, as `publications` knows it; `at` is None for one that is not there."""

    digest: str
    flow: str
    at: datetime | None


def totals(
    connection: Connection,
    period: Period,
    choice: Choice,
    names: Sequence[str] = NAMES,
    until: datetime | None = None,
) -> Totals:
    """Sum up the whole period, or what of it began before then."""
    columns = figure_sums.c
    early = (columns.at < until,) if until else ()
    query = _summed(period, choice, names).where(*early).group_by(columns.name, columns.detail)
    return totals_of(tuple(row) for row in connection.execute(query))


def over_time(
    connection: Connection,
    period: Period,
    choice: Choice,
    points: Sequence[datetime],
    names: Sequence[str] = OVER_TIME,
) -> Sequence[Totals]:
    """Sum up what lies from each point to the next, in their order."""
    columns = figure_sums.c
    keys = (columns.name, columns.at, columns.detail)  # as they lie: nothing is sorted
    query = _summed(period, choice, names).add_columns(columns.at).group_by(*keys)
    held: list[Held] = [{} for _ in points]
    for name, detail, count, amount, at in connection.execute(query):
        into = held[max(bisect_right(points, at) - 1, 0)].setdefault(name, {})
        before = into.get(detail, (0, 0))
        into[detail] = (before[0] + int(count), before[1] + int(amount))
    return [Totals(found) for found in held]


def made_at(connection: Connection) -> datetime | None:
    """Tell as of when the newest hour is; None before the first."""
    query = select(figure_hours.c.made_at).order_by(figure_hours.c.hour.desc()).limit(1)
    found: datetime | None = connection.execute(query).scalar()
    return found


def versions(connection: Connection, period: Period) -> Sequence[Version]:
    """List the versions that calls of the period were answered by, the newest first."""
    columns = figure_sums.c
    query = (
        select(columns.flow, columns.bundle)
        .where(*_within(period, ("calls",)), columns.bundle != "")
        .distinct()
    )
    used = {row.bundle: row.flow for row in connection.execute(query)}
    published = select(publications.c.hash, func.max(publications.c.at).label("at")).group_by(
        publications.c.hash
    )
    at = {row.hash: row.at for row in connection.execute(published)}
    found = [Version(digest, flow, at.get(digest)) for digest, flow in used.items()]
    return sorted(found, key=lambda one: (one.flow, -(one.at.timestamp() if one.at else 0)))


def _summed(period: Period, choice: Choice, names: Sequence[str]):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- a Select of four columns, or of five
    columns = figure_sums.c
    sums = (func.sum(columns.count), func.sum(columns.amount))
    return select(columns.name, columns.detail, *sums).where(
        *_within(period, names), *choice.conditions()
    )


def _within(period: Period, names: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    columns = figure_sums.c
    return (
        columns.span == period.span,
        columns.name.in_(names),
        columns.at >= period.begins,
        columns.at < period.ends,
    )
