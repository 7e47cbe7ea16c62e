"""A company whose agents sit at desks: callers wait, agents' telephones ring, the two meet."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
import structlog
from sqlalchemy import Connection, Engine, insert, select

from ivr.app import create_app
from ivr.clock import HELSINKI, StoppedClock
from ivr.db.tables.accounts import users
from ivr.db.tables.agent_legs import agent_legs
from ivr.db.tables.dispatch import offers
from ivr.dispatch.agents import choose_state, find_agent, keep_agent
from ivr.dispatch.dispatching import Dispatcher, dispatcher_of
from ivr.dispatch.people import state_of
from ivr.dispatch.run import dispatch_all
from ivr.lines.store import apply
from ivr.logs import configure_logs
from ivr.services import Services
from simulator.clock import VirtualClock
from simulator.exchange import Exchange
from simulator.leg import Leg
from simulator.server import served
from simulator.testing import Call, Telephone, exchange_for
from tests.ivr.house import LINE, PUBLIC, SETTINGS, House

T = TypeVar("T")
MATTI, LIISA = "+358401110001", "+358401110006"
AINO, SVEA, OTTO = "+358931570010", "+358931570020", "+358931570011"
QUEUE = "linja"
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=HELSINKI)
DESK = {"topics": ["any"], "desk": True, "hours": "office"}
WRAP_UP = {"seconds": 60, "codes": ["fault", "bill"]}
TEAMS: dict[str, Any] = {
    "service-fi": {"language": "fi", "wrap_up": WRAP_UP, **DESK},
    "service-sv": {"language": "sv", **DESK},
}
FAST = {"linja_call_pace_seconds": "0", "linja_call_look_seconds": "0.001"}


@pytest.fixture
def clock() -> StoppedClock:
    """Monday 23 November 2026, 12.00 in Helsinki."""
    return StoppedClock(MONDAY_NOON)


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log lines as the server writes them; numbers in them are masked."""
    configure_logs()
    yield
    structlog.reset_defaults()


class Late:
    """A WSGI application that is named after the exchange that calls it has begun."""

    application: Any = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Pass on."""
        return self.application(environ, start_response)


@dataclass(frozen=True)
class Floor:
    """The application, its agents, and whoever dispatches."""

    house: House
    dispatcher: Dispatcher
    clock: StoppedClock

    @property
    def exchange(self) -> Exchange:
        """The pretend Twilio."""
        return self.house.telephone.exchange

    def does(self, work: Callable[[Connection], T]) -> T:
        """Do something in the database, and commit."""
        with self.house.services.engine.begin() as connection:
            return work(connection)

    def agent(self, name: str, telephone: str, *teams: str, phone: str = "hand") -> None:
        """Have somebody at a desk; `phone`: what their telephone does."""
        self.exchange.telephones[telephone] = phone
        now = self.clock.now()

        def sits(connection: Connection) -> None:
            row = {"name": name, "password": "-", "created_at": now}
            connection.execute(insert(users), row)
            keep_agent(connection, name, telephone, teams or ("service-fi",), now)
            choose_state(connection, name, "available", now)

        self.does(sits)

    def calls(self, from_: str = MATTI) -> Call:
        """Somebody calls, and asks for a person at once."""
        return self.house.telephone.calls(from_, LINE).presses("0").is_in_queue(QUEUE)

    def dispatches(self) -> int:
        """Do all that is due, and let the telephones do what they do."""
        rung = dispatch_all(self.dispatcher)
        self.exchange.settle()
        return rung

    def passes(self, seconds: float) -> None:
        """Let business time pass."""
        self.clock.at += timedelta(seconds=seconds)

    def rings(self, telephone: str) -> Call:
        """Pick up an agent's telephone, which rings."""
        return self.house.telephone.answers(telephone)

    def last(self, telephone: str) -> Leg:
        """The last call to a telephone."""
        return [leg for leg in self.exchange.calls if leg.to == telephone][-1]

    def rung(self, telephone: str) -> int:
        """How often an agent was called."""
        return len([leg for leg in self.exchange.calls if leg.to == telephone])

    def state(self, name: str) -> str:
        """What an agent does."""
        found = self.does(lambda connection: find_agent(connection, name))
        assert found
        return found.state

    def outcomes(self) -> list[str]:
        """How the offers have ended, oldest first; empty: one that goes on."""
        ordered = select(offers.c.outcome).order_by(offers.c.made_at, offers.c.state != "ended")
        return self.does(lambda connection: list(connection.execute(ordered).scalars()))

    def legs(self) -> list[str]:
        """The states of the calls to agents, oldest first."""
        ordered = select(agent_legs.c.state).order_by(agent_legs.c.claimed_at)
        return self.does(lambda connection: list(connection.execute(ordered).scalars()))

    def row(self, call: Call) -> Mapping[str, Any]:
        """What the store knows of a caller."""
        found = self.does(lambda connection: state_of(connection, call.sid))
        assert found
        return found

    def meets(self, call: Call, telephone: str = AINO) -> Call:
        """Let an agent take whoever is next; return the agent's own call."""
        self.dispatches()
        agent = self.rings(telephone).presses("1")
        call.is_with(telephone)
        return agent


@contextmanager
def open_floor(engine: Engine, clock: StoppedClock, **settings: str) -> Iterator[Floor]:
    """Open it over a database that is set up; the pretend Twilio runs on real time."""
    apply(engine, {"teams": TEAMS})
    late = Late()
    exchange = exchange_for(late, app_url=PUBLIC, clock=VirtualClock(time.time))
    with served(exchange) as url:
        settled = replace(SETTINGS, **{**FAST, **settings}, twilio_api_url=url)
        services = Services(settled, clock, engine)
        late.application = app = create_app(settled, services)
        house = House(services, app, Telephone(exchange))
        yield Floor(house, dispatcher_of(services), clock)


@pytest.fixture
def floor(demo: Engine, clock: StoppedClock) -> Iterator[Floor]:
    """Nobody is at a desk yet."""
    with open_floor(demo, clock) as opened:
        yield opened
