"""What the page of figures shows, worked out from the sums: tiles, charts and steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.admin.figure_values import changed, many, written
from ivr.clock import HELSINKI
from ivr.figures.definitions import BY_NAME, CHARTS, FIGURES, Figure
from ivr.figures.looking import Choice
from ivr.figures.periods import Period
from ivr.figures.totals import Totals, share
from ivr.web.words import word


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with its value, that of the period before, and of how many it is."""

    figure: Figure
    value: float | None
    before: float | None
    of: int | None

    @property
    def of_told(self) -> str:
        """Of how many, in words."""
        return many(self.of or 0)

    @property
    def told(self) -> str:
        """The value in words."""
        return written(self.value, self.figure.unit)

    @property
    def change(self) -> tuple[str, str]:
        """How it has changed, and whether that is good."""
        return changed(self.figure, self.value, self.before)


@dataclass(frozen=True, slots=True)
class Looked:
    """All that was read for one page."""

    period: Period
    choice: Choice
    limit: int
    now: Totals
    before: Totals
    points: Sequence[datetime]
    series: Sequence[Totals]

    def drawn(self, name: str) -> Drawn:
        """Work a figure out."""
        figure = BY_NAME[name]
        of = figure.of(self.now) if figure.of else None
        return Drawn(
            figure, figure.value(self.now, self.limit), figure.value(self.before, self.limit), of
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One hour or day of a chart: its name, its time for the axis, and the values."""

    name: str
    seconds: int
    values: Sequence[tuple[float | None, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart: its figures, and its rows."""

    name: str
    figures: Sequence[Figure]
    rows: Sequence[Row]

    @property
    def unit(self) -> str:
        """Of all its figures."""
        return self.figures[0].unit


@dataclass(frozen=True, slots=True)
class Place:
    """A step: how many calls came there, how many left, and what its prompt was answered with."""

    flow: str
    step: str
    came: int = 0
    left: int = 0
    asked: int = 0
    wrong: int = 0
    silent: int = 0

    @property
    def left_share(self) -> str:
        """Of those who came."""
        return written(share(self.left, self.came), "share")

    @property
    def wrong_share(self) -> str:
        """Of the times that it asked."""
        return written(share(self.wrong, self.asked), "share")

    @property
    def silent_share(self) -> str:
        """Of the times that it asked."""
        return written(share(self.silent, self.asked), "share")


def tiles(looked: Looked) -> Sequence[Drawn]:
    """Give the main figures."""
    return [looked.drawn(figure.name) for figure in FIGURES if figure.headline]


def charts(looked: Looked) -> Sequence[Shown]:
    """Give what is drawn over time, with the numbers that it is drawn of."""
    found = []
    for chart in CHARTS:
        figures = [BY_NAME[name] for name in chart.figures]
        points = zip(looked.points, looked.series, strict=True)
        rows = [_row(looked, at, sums, figures) for at, sums in points]
        found.append(Shown(chart.name, figures, rows))
    return found


def places(looked: Looked) -> Sequence[Place]:
    """Give the steps at which callers left, most of them first."""
    names = ("step", "step_left", "step_asked", "step_wrong", "step_silent")
    sums = looked.now
    found = []
    for detail in {detail for name in names for detail in sums.details(name)}:
        flow, _, step = detail.partition("/")
        found.append(Place(flow, step, *(sums.part(name, detail) for name in names)))
    return sorted(found, key=lambda one: (-one.left, -one.came, one.flow, one.step))


def prompts(looked: Looked) -> Sequence[Place]:
    """Give the steps that ask, most wrong keys and silences first."""
    asking = [one for one in places(looked) if one.asked]
    return sorted(
        asking, key=lambda one: (-one.wrong - one.silent, -one.asked, one.flow, one.step)
    )


def _row(looked: Looked, at: datetime, sums: Totals, figures: Sequence[Figure]) -> Row:
    local = at.astimezone(HELSINKI)
    values = [figure.value(sums, looked.limit) for figure in figures]
    told = [written(value, one.unit) for value, one in zip(values, figures, strict=True)]
    return Row(
        _name(looked.period, local), int(at.timestamp()), list(zip(values, told, strict=True))
    )


def _name(period: Period, local: datetime) -> str:
    """Name an hour or a day; where an hour comes twice the second is told apart."""
    if period.span == "day":
        return (
            f"{local:%-d.%-m.%Y}" if period.first.year != period.last.year else f"{local:%-d.%-m.}"
        )
    again = f" ({word('figures.winter_time')})" if local.fold else ""
    day = f"{local:%-d.%-m.} " if period.days > 1 else ""
    return f"{day}{local:%H.%M}{again}"
