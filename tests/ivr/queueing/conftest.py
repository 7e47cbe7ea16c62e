"""The demo company with desks: its agents, and telephones to call it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
import structlog
from sqlalchemy import Connection, Engine, insert, update

from ivr.clock import HELSINKI, StoppedClock
from ivr.db.tables.accounts import users
from ivr.db.tables.dispatch import agent_teams, agents, offers
from ivr.dispatch.agents import choose_state, keep_agent
from ivr.dispatch.people import state_of
from ivr.lines.store import apply
from ivr.logs import configure_logs
from simulator.testing import Call
from tests.ivr.house import House, open_house

T = TypeVar("T")
LINE = "+358931570000"
MATTI, LIISA = "+358401110001", "+358401110006"
DESK = {"topics": ["any"], "desk": True, "hours": "office"}
TEAMS: dict[str, Any] = {
    "service-fi": {"language": "fi", **DESK},
    "service-sv": {"language": "sv", **DESK},
    "faults": {
        "language": ["fi", "sv", "en"],
        "topics": ["faults", "danger"],
        "dial": ["+358931570040"],
    },
}
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=HELSINKI)


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them; numbers in them are masked."""
    configure_logs()
    yield
    structlog.reset_defaults()


@pytest.fixture
def clock() -> StoppedClock:
    """Monday 23 November 2026, 12.00 in Helsinki."""
    return StoppedClock(MONDAY_NOON)


class Office:
    """The application, its agents, and the line of people."""

    def __init__(self, engine: Engine, clock: StoppedClock, house: House) -> None:
        self.engine = engine
        self.clock = clock
        self.house = house

    def calls(self, from_: str, to: str = LINE) -> Call:
        """Somebody calls, and asks for a person at once."""
        return self.house.telephone.calls(from_, to).presses("0")

    def does(self, work: Callable[[Connection], T]) -> T:
        """Do something in the database, and commit."""
        with self.engine.begin() as connection:
            return work(connection)

    def agent(self, name: str, *teams: str, state: str = "available") -> str:
        """Have somebody at a desk."""

        def sits(connection: Connection) -> None:
            row = {"name": name, "password": "-", "created_at": self.clock.now()}
            connection.execute(insert(users), row)
            keep_agent(connection, name, "+358931570010", teams, self.clock.now())

        self.does(sits)
        self.turns(name, state)
        return name

    def turns(self, name: str, state: str) -> None:
        """Have an agent come or go."""
        now = self.clock.now()
        self.does(lambda connection: choose_state(connection, name, state, now))

    def passes(self, seconds: float) -> None:
        """Let business time pass."""
        self.clock.at += timedelta(seconds=seconds)

    def waits(self, call: Call, seconds: float = 25) -> Call:
        """Let a caller in the queue listen on."""
        self.passes(seconds)
        return call.is_silent()

    def row(self, call: Call) -> dict[str, Any]:
        """What the store knows of somebody who waits."""
        found = self.does(lambda connection: state_of(connection, call.sid))
        assert found is not None
        return dict(found)

    def has_handled(self, agent: str, waiting_id: str, count: int, seconds: float) -> None:
        """Have an agent had so many conversations of late, each so long."""
        now = self.clock.now()
        rows = [
            {
                "id": f"done-{number}",
                "waiting_id": waiting_id,
                "agent": agent,
                "team": "service-fi",
                "state": "ended",
                "outcome": "done",
                "made_at": now - timedelta(seconds=seconds),
                "ended_at": now,
            }
            for number in range(count)
        ]
        self.does(lambda connection: connection.execute(insert(offers), rows))


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Office:
    """An office where one agent speaks Finnish and is busy with something else."""
    apply(demo, {"teams": TEAMS})
    opened = Office(demo, clock, open_house(demo, clock))
    opened.agent("aino", "service-fi")
    opened.does(lambda c: busy(c, "aino", clock.now()))
    return opened


def busy(connection: Connection, name: str, now: datetime) -> None:
    """Have an agent on another call."""
    of_theirs = update(agents).where(agents.c.name == name)
    connection.execute(of_theirs.values(state="busy", since=now))
    connection.execute(update(agent_teams).where(agent_teams.c.name == name).values(free=False))
