"""Callers who press what comes naturally, and whatever the house stands on taken away."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError

from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from ivr.db.tables.callbacks import callbacks
from ivr.directory.store import put
from ivr.queue.bells import bells_of
from ivr.run.ports import free_port
from routing.callback import OPEN
from routing.customer import Customer
from simulator.clock import VirtualClock
from simulator.exchange import Exchange
from simulator.testing import Call, Telephone, exchange_for
from tests.ivr.house import PUBLIC, SETTINGS, House, fails, open_house
from tests.ladder.outside import Outside

PERSON, CALLBACK, MESSAGE, NOTHING = "person", "callback", "message", "nothing"
WITHIN_SECONDS = 3.0
MOST_WAITS = 15
DAYS_AGO_SECONDS = timedelta(days=10).total_seconds()
WRITES = ("INSERT", "UPDATE", "DELETE")

_numbers = count(2_220_000)


@dataclass
class Street:
    """A house, the telephones around it, and which of its ports are down now."""

    engine: Engine
    clock: StoppedClock
    outside: Outside
    down: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        nobody = free_port()
        house = open_house(
            self.engine,
            self.clock,
            broken=self._breakable,
            bells=bells_of(replace(SETTINGS, redis_url=f"redis://127.0.0.1:{nobody}")),
            linja_register_url=f"http://127.0.0.1:{nobody}/",
        )
        clock = VirtualClock(lambda: time.time() - DAYS_AGO_SECONDS)
        exchange = exchange_for(house.app, app_url=PUBLIC, clock=clock)
        self.house = House(house.services, house.app, Telephone(exchange))

    @property
    def exchange(self) -> Exchange:
        """The pretend Twilio."""
        return self.house.telephone.exchange

    def _breakable(self, ports: Ports) -> Ports:
        def unless_down(name: str) -> Callable[..., Any]:
            port = getattr(ports, name)

            def call(*given: Any) -> Any:
                return fails() if name in self.down else port(*given)

            return call

        breakable: dict[str, Any] = {name: unless_down(name) for name in PORTS}
        return replace(ports, **breakable)

    def without(self, name: str) -> AbstractContextManager[None]:
        """Take one thing away for a while."""
        if name in PORTS:
            return self._without_port(name)
        return DEPENDENCIES[name](self)

    @contextmanager
    def _without_port(self, name: str) -> Iterator[None]:
        self.down.add(name)
        yield
        self.down.discard(name)

    def open_callbacks(self) -> int:
        """How many callbacks are promised."""
        promised = select(callbacks.c.id).where(callbacks.c.state.in_(list(OPEN)))
        with self.engine.connect() as connection:
            return len(connection.execute(promised).all())

    def calls(self, line: str, name: str, *, withheld: bool = False) -> Call:
        """Somebody new calls while something is away, and presses what comes naturally."""
        number = f"+35840{next(_numbers)}"
        customer = Customer(number, phones=(number,), language="fi", postcodes=("29900",))
        with self.engine.begin() as connection:
            put(connection, customer)
        with self.without(name):
            call = self.house.telephone.calls("anonymous" if withheld else number, line)
            press_on(call, "0" + number.removeprefix("+358"))
        return call

    def ending(self, call: Call, promised_before: int) -> str:
        """What came of a call: a person who talks, a message, a stored callback, or nothing."""
        if call.leg.talks_with:
            return PERSON
        made = self.exchange.plant.recordings.by_sid.values()
        if call.sid in {one.call_sid for one in made}:
            return MESSAGE
        return CALLBACK if self.open_callbacks() > promised_before else NOTHING


def press_on(call: Call, number: str) -> None:
    """Zero; then yes to whatever is offered; a number where one is asked; a few words at last."""
    keys = iter("0" + "1" * MOST_WAITS)
    while call.leg.wait and not call.leg.talks_with:
        if call.leg.wait.kind == "record":
            call.speaks()
        elif call.leg.wait.kind == "digits":
            call.presses(f"{number}#")
        else:
            call.presses(next(keys))


def slowest_seconds(exchange: Exchange) -> float:
    """How long the slowest webhook of all calls took."""
    return max(one.reply.seconds for leg in exchange.calls for one in leg.requests)


@contextmanager
def _as_always(_street: Street) -> Iterator[None]:
    yield


@contextmanager
def _without_database(street: Street) -> Iterator[None]:
    street.outside.goes_away()
    yield
    street.outside.mend()


@contextmanager
def _nothing_is_written(street: Street) -> Iterator[None]:
    """As with a full disk."""

    def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            raise OperationalError(None, None, OSError("no space left on device"))

    event.listen(street.engine, "before_cursor_execute", refuse)
    yield
    event.remove(street.engine, "before_cursor_execute", refuse)


@contextmanager
def _commits_fail(street: Street) -> Iterator[None]:
    with _committing(street, lambda _connection: None):
        yield


@contextmanager
def _nobody_knows_of_commits(street: Street) -> Iterator[None]:
    """They are done, and their confirmation is lost."""
    with _committing(street, street.engine.dialect.do_commit):
        yield


@contextmanager
def _committing(street: Street, commit: Callable[[Any], None]) -> Iterator[None]:
    def lose(connection: Any) -> None:
        commit(connection)
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(street.engine.dialect, "do_commit", lose)
        yield


PORTS = (
    "configuration",
    "live",
    "load",
    "versions",
    "find",
    "areas",
    "accept",
    "was_accepted",
    "took",
    "spoke",
    "answered",
    "asking",
)
DEPENDENCIES: Mapping[str, Callable[[Street], AbstractContextManager[None]]] = {
    "nothing": _as_always,
    "database": _without_database,
    "writing": _nothing_is_written,
    "commits": _commits_fail,
    "confirmations": _nobody_knows_of_commits,
}
EVERYTHING = (*DEPENDENCIES, *PORTS)
"""Redis and the company's own register are away throughout."""
