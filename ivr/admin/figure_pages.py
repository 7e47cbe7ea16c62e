"""The page of figures: what became of calls in a period, beside the period before, and as CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request
from sqlalchemy import Connection

from ivr.accounts.guard import allow
from ivr.admin.figure_tables import Drawn, Looked, charts, places, prompts, tiles
from ivr.admin.figure_values import length, plain, sheet
from ivr.admin.line_pages import SEERS
from ivr.clock import HELSINKI
from ivr.desk.board import names_of
from ivr.figures.definitions import BY_NAME, DRAWN, FIGURES, IN_TIME, LIMITS, OUTCOME_FIGURES
from ivr.figures.looking import (
    OVER_TIME,
    Choice,
    Version,
    made_at,
    over_time,
    totals,
    versions,
)
from ivr.figures.names import NAMES
from ivr.figures.periods import CHOICES, MOST_DAYS, BadPeriod, Period, read_period
from ivr.figures.totals import added
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from ivr.studio.studio import READERS
from ivr.web.words import LANGUAGES, word

PARTS = ("totals", "times", "steps")
MOST_STEPS = 20
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page needs."""

    services: Services
    applied: ConfigurationStore

    @property
    def now(self) -> datetime:
        """Business time."""
        return self.services.clock.now()

    def reading(self) -> Connection:
        """Open a connection that only reads."""
        return self.services.engine.connect().execution_options(readonly=True)


def add_figures(pages: Blueprint, services: Services) -> None:
    """Add the page and its sheets."""
    figures = Figures(services, ConfigurationStore(services.engine))

    @pages.get("/figures/")
    @allow(*SEERS)
    def figures_() -> str:
        try:
            period, problem = _period(figures), ""
        except BadPeriod as bad:
            period, problem = read_period("today", "", "", figures.now), str(bad)
        return _page(figures, period, problem)

    @pages.get("/figures/<part>.csv")
    @allow(*SEERS)
    def figures_sheet(part: str) -> Response:
        if part not in PARTS:
            abort(HTTPStatus.NOT_FOUND)
        try:
            looked = _look(figures, _period(figures), whole=part == "times")
        except BadPeriod:
            abort(HTTPStatus.NOT_FOUND)
        return _sheet(part, looked)


def _page(figures: Figures, period: Period, problem: str) -> str:
    looked = _look(figures, period)
    with figures.reading() as connection:
        as_of, known = made_at(connection), versions(connection, period)
    configuration = figures.applied.current()
    return render_template(
        "admin_figures.html",
        looked=looked,
        period=period,
        problem=problem,
        most_days=MOST_DAYS,
        as_of=as_of,
        now=figures.now,
        tiles=tiles(looked),
        charts=charts(looked),
        outcomes=[BY_NAME[name] for name in OUTCOME_FIGURES],
        steps=places(looked)[:MOST_STEPS],
        prompts=prompts(looked)[:MOST_STEPS],
        reads_flows=not g.person.roles.isdisjoint(READERS),
        choices=CHOICES,
        limits=LIMITS,
        languages=LANGUAGES,
        lines=list(configuration.lines.values()),
        line_names=names_of(configuration),
        teams=sorted(configuration.teams),
        versions=known,
        version_name=_version_name,
        length=length,
        address=_address(),
        by_name=BY_NAME,
    )


def _look(figures: Figures, period: Period, *, whole: bool = False) -> Looked:
    """Read it; `whole`: every figure at every hour or day, not only what is drawn."""
    choice = Choice(*(_given(name) for name in ("line", "team", "language", "version")))
    given = _given("within")
    limit = int(given) if given in {str(one) for one in LIMITS} else IN_TIME
    with figures.reading() as connection:
        points = list(period.points(figures.now)) if whole else period.drawn(figures.now)
        names = OVER_TIME if whole else DRAWN
        series = over_time(connection, period, choice, points, names) if points else ()
        rest = [name for name in NAMES if not points or name not in names]
        return Looked(
            period=period,
            choice=choice,
            limit=limit,
            now=added([*series, totals(connection, period, choice, rest)]),
            before=totals(
                connection, period.before, choice, OVER_TIME, _until(period, figures.now)
            ),
            points=points,
            series=series,
        )


def _until(period: Period, now: datetime) -> datetime | None:
    """Today is compared with yesterday until this time of day, to the nearest hour."""
    return now - timedelta(days=1, minutes=30) if period.choice == "today" else None


def _period(figures: Figures) -> Period:
    return read_period(
        request.args.get("period", ""), _given("first"), _given("last"), figures.now
    )


def _given(name: str) -> str:
    return request.args.get(name, "").replace("\x00", "")[:LONGEST]


def _address() -> Mapping[str, str]:
    """What is chosen now, for addresses of the same."""
    names = ("period", "first", "last", "line", "team", "language", "version", "within")
    return {name: _given(name) for name in names if _given(name)}


def _version_name(version: Version) -> str:
    at = f"{version.at.astimezone(HELSINKI):%-d.%-m.%Y %-H.%M}" if version.at else version.digest
    return f"{version.flow} {at}"


def _sheet(part: str, looked: Looked) -> Response:
    rows = {"totals": _totals, "times": _times, "steps": _steps}[part](looked)
    name = f"linja-{part}-{looked.period.first}-{looked.period.last}.csv"
    answer = Response(sheet(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _totals(looked: Looked) -> Sequence[Sequence[str]]:
    head = [
        word(f"figures.csv.{name}") for name in ("figure", "value", "unit_name", "of", "before")
    ]
    return [head, *(_total(looked.drawn(figure.name)) for figure in FIGURES)]


def _total(drawn: Drawn) -> Sequence[str]:
    of = "" if drawn.of is None else str(drawn.of)
    values = (plain(drawn.value), word(f"figures.csv.unit.{drawn.figure.unit}"))
    return [word(f"figures.{drawn.figure.name}.name"), *values, of, plain(drawn.before)]


def _times(looked: Looked) -> Sequence[Sequence[str]]:
    head = [word("figures.csv.begins"), *(word(f"figures.{one.name}.name") for one in FIGURES)]
    rows: list[Any] = [head]
    for at, sums in zip(looked.points, looked.series, strict=True):
        values = (plain(one.value(sums, looked.limit)) for one in FIGURES)
        rows.append([at.astimezone(HELSINKI).isoformat(timespec="minutes"), *values])
    return rows


def _steps(looked: Looked) -> Sequence[Sequence[str]]:
    names = ("flow", "step", "came", "left", "asked", "wrong", "silent")
    rows = [[word(f"figures.csv.{name}") for name in names]]
    for one in places(looked):
        counts = (one.came, one.left, one.asked, one.wrong, one.silent)
        rows.append([one.flow, one.step, *map(str, counts)])
    return rows
