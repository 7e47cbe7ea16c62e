"""A switchboard: agents of some teams, and people who wait."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection, Engine, insert

from ivr.clock import StoppedClock
from ivr.db.tables.accounts import users
from ivr.dispatch.agents import choose_state, keep_agent
from ivr.dispatch.people import Joining, join
from routing.waiting import Wanted

T = TypeVar("T")
LINE = "+358931570000"


class Board:
    """What a test does to the line of people, each in a transaction of its own."""

    def __init__(self, engine: Engine, clock: StoppedClock) -> None:
        self.engine = engine
        self.clock = clock

    def does(self, work: Callable[[Connection], T]) -> T:
        """Do it, and commit."""
        with self.engine.begin() as connection:
            return work(connection)

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(seconds=seconds)

    @property
    def now(self) -> datetime:
        """The business time."""
        return self.clock.now()

    def agent(self, name: str, *teams: str, state: str = "available") -> str:
        """Have somebody at a desk."""

        def sits(connection: Connection) -> None:
            row = {"name": name, "password": "-", "created_at": self.now}
            connection.execute(insert(users), row)
            keep_agent(connection, name, "+358931570010", teams or ("service-fi",), self.now)
            if state == "available":
                choose_state(connection, name, state, self.now)

        self.does(sits)
        return name

    def waits(
        self,
        ref: str,
        *teams: str | Wanted,
        urgent: bool = False,
        ago_seconds: float = 0,
    ) -> str:
        """Have somebody call and wait; the original call may have been some time ago."""
        wanted = [Wanted(one) if isinstance(one, str) else one for one in teams or ("service-fi",)]
        person = Joining(
            "call",
            ref,
            LINE,
            "fi",
            "any",
            urgent,
            self.now - timedelta(seconds=ago_seconds),
            wanted,
        )
        return self.does(lambda connection: join(connection, person, self.now))


@pytest.fixture
def engine(either_engine: Engine) -> Engine:
    return either_engine


@pytest.fixture
def board(engine: Engine, clock: StoppedClock) -> Board:
    return Board(engine, clock)
