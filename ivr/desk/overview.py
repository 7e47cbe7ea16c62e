"""The supervisor's page: who waits, who is there, what was promised, what holds calls back."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Generic, TypeVar

from flask import Blueprint, Response, render_template, request
from sqlalchemy import Connection, Engine

from ivr.accounts.guard import allow
from ivr.callbacks.account import states_of
from ivr.clock import Clock
from ivr.desk.board import Page, names_of
from ivr.desk.line import InLine, in_line
from ivr.desk.overseen import Day, TeamNow, day_now, teams_now
from ivr.desk.view import version
from ivr.dispatch.agents import Agent, all_agents
from ivr.figures.weekly import WeekOfLine, weekly
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from routing.configuration import Configuration

DAY_SECONDS = 5.0
WEEKS_SECONDS = 60.0
WEEKS = 3
STATES = ("available", "offered", "busy", "wrap_up", "away")

T = TypeVar("T")


class Kept(Generic[T]):
    """Something that costs more to read than it changes: read anew after some real seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._held: tuple[float, T] | None = None

    def get(self, read: Callable[[], T]) -> T:
        """Return what is held, or read it; two who come at once may both read."""
        held = self._held
        if held is None or self._clock() - held[0] >= self._seconds:
            held = (self._clock(), read())
            self._held = held
        return held[1]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page shows."""

    now: datetime
    teams: Sequence[TeamNow]
    line: Sequence[InLine]
    agents: Sequence[Agent]
    day: Day
    weeks: Sequence[WeekOfLine]


class Overview:
    """Draws the page; what changes slowly is read once for everybody who looks."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._applied = ConfigurationStore(engine)
        self._day: Kept[Day] = Kept(DAY_SECONDS)
        self._weeks: Kept[Sequence[WeekOfLine]] = Kept(WEEKS_SECONDS)

    def draw(self) -> str:
        """Return what changes of the page, as HTML."""
        configuration = self._applied.current()
        with self._engine.connect().execution_options(readonly=True) as connection:
            seen = self._look(connection, configuration)
        account = seen.day.account
        return render_template(
            "overview_board.html",
            seen=seen,
            states=STATES,
            ended=states_of(account.ended),
            open=states_of(account.open),
            line_names=names_of(configuration),
        )

    def _look(self, connection: Connection, configuration: Configuration) -> Seen:
        now = self._clock.now()
        desks = [team.name for team in configuration.teams.values() if team.desk]
        names = {number: line.name for number, line in configuration.lines.items()}
        caps, agents = configuration.callbacks.caps, all_agents(connection)
        return Seen(
            now=now,
            teams=teams_now(connection, desks, agents, now),
            line=in_line(connection, now),
            agents=agents,
            day=self._day.get(lambda: day_now(connection, caps, now)),
            weeks=self._weeks.get(lambda: weekly(connection, now, names, WEEKS)),
        )


def add_overview(desk: Blueprint, services: Services) -> None:
    """Add the page, and what is asked for again and again."""
    drawing = Overview(services.engine, services.clock)

    @desk.get("/overview")
    @allow("administrator", "viewer", "publisher")
    def overview() -> str:
        drawn = drawing.draw()
        return render_template("overview.html", board=drawn, version=version(drawn))

    @desk.get("/overview/board")
    @allow("administrator", "viewer", "publisher")
    def overview_again() -> Page:
        drawn = drawing.draw()
        stamp = version(drawn)
        if request.args.get("version") == stamp:
            return Response(status=HTTPStatus.NO_CONTENT)
        return render_template("boarded.html", board=drawn, version=stamp)
