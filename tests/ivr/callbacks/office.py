"""A company that rings back: house, a pretend Twilio over HTTP, the ledger to look into."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from sqlalchemy import Engine

from flows.asks import Ask, BookCallback, Outcome
from flows.state import Caller, State
from ivr.app import create_app
from ivr.callbacks.asking import Asking
from ivr.callbacks.reconciling import doubt_abandoned, reconcile
from ivr.callbacks.records import (
    Attempt,
    Callback,
    attempts_of,
    events_of,
    every_callback,
    find_callback,
)
from ivr.callbacks.ringing import Ringer, ring_all
from ivr.callbacks.sweeping import sweep
from ivr.calls.ports import Asked, Threads
from ivr.clock import StoppedClock
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from ivr.twilio.rest import Rest
from simulator.clock import VirtualClock
from simulator.exchange import Exchange
from simulator.server import served
from simulator.testing import Telephone, exchange_for
from tests.ivr.house import LINE, PUBLIC, SETTINGS, House

MATTI = "+358401110001"
FAST = {
    "linja_call_pace_seconds": "0",
    "linja_call_doubt_seconds": "0.001",
    "linja_call_look_seconds": "0.001",
}

_calls = count(1)


@dataclass(frozen=True)
class Office:
    """The application, the telephones outside, and whoever rings back."""

    house: House
    ringer: Ringer
    threads: Threads = field(default_factory=Threads)

    @property
    def engine(self) -> Engine:
        """The database."""
        return self.house.services.engine

    @property
    def exchange(self) -> Exchange:
        """The pretend Twilio."""
        return self.house.telephone.exchange

    @property
    def now(self) -> datetime:
        """Business time."""
        return self.house.services.clock.now()

    def asks(
        self, ask: Ask, number: str = MATTI, call_sid: str = "", turn: int = 3, **state: str
    ) -> Outcome:
        """Have a call ask for something."""
        version, configuration = self.ringer.applied.versioned()
        begun = State(
            bundle="b",
            line=state.pop("line", LINE),
            language=state.pop("language", "fi"),
            caller=Caller(number=number),
            started_at=int(self.now.timestamp()),
            turn=turn,
            attempt=state.pop("attempt", ""),
        )
        call_sid = call_sid or f"CA{next(_calls):032d}"
        asked = Asked(ask, call_sid, 0, begun, configuration, version, self.now)
        return Asking(self.house.services).answer(asked, self.threads)

    def books(self, number: str = MATTI, **state: str) -> Callback:
        """Have a callback asked for; return it."""
        asked = self.asks(BookCallback(number, "any"), number, "", 3, **state)
        assert asked.status == "done"
        return next(one for one in reversed(self.all()) if one.number == number)

    def rings(self) -> int:
        """Ring whoever is due, and let the telephones do what they do."""
        rung = ring_all(self.ringer)
        self.exchange.settle()
        return rung

    def looks(self) -> None:
        """Look for calls in doubt and for calls without an end."""
        doubt_abandoned(self.ringer)
        reconcile(self.ringer)
        sweep(self.ringer)

    def all(self) -> list[Callback]:
        """Every callback, oldest first."""
        with self.engine.connect() as connection:
            return every_callback(connection)

    def again(self, callback: Callback) -> Callback:
        """Return a callback as it is now."""
        with self.engine.connect() as connection:
            found = find_callback(connection, callback.id)
        assert found is not None
        return found

    def attempts(self, callback: Callback) -> list[Attempt]:
        """Return its attempts, oldest first."""
        with self.engine.connect() as connection:
            return attempts_of(connection, callback.id)

    def way(self, callback: Callback) -> list[str]:
        """Return the states that it has been in, in order."""
        with self.engine.connect() as connection:
            return [to for _, to, _ in events_of(connection, callback.id)]

    def events(self, callback: Callback) -> list[tuple[str, str, str]]:
        """Return its events, in order: from, to, why."""
        with self.engine.connect() as connection:
            return events_of(connection, callback.id)

    def rung(self) -> list[str]:
        """Return the numbers that we have called, in order."""
        return [leg.to for leg in self.exchange.calls if leg.direction == "outbound-api"]


@contextmanager
def open_office(engine: Engine, clock: StoppedClock, **settings: str) -> Iterator[Office]:
    """Open it over a database that is set up; the pretend Twilio runs on real time."""
    services = Services(replace(SETTINGS, **{**FAST, **settings}), clock, engine)
    app = create_app(services.settings, services)
    exchange = exchange_for(app, app_url=PUBLIC, clock=VirtualClock(time.time))
    with served(exchange) as url:
        theirs = replace(services, settings=replace(services.settings, twilio_api_url=url))
        ringer = Ringer(theirs, Rest(theirs.settings), ConfigurationStore(engine))
        yield Office(House(theirs, app, Telephone(exchange)), ringer)
