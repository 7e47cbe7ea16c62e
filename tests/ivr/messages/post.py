"""A company that texts: the application, a pretend Twilio over HTTP, the ledger to look into."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Engine

from flows.asks import Ask, MessageWhenRepaired, Outcome
from flows.state import Caller, State
from ivr.app import create_app
from ivr.callbacks.asking import Asking
from ivr.calls.ports import Asked, Threads
from ivr.clock import StoppedClock
from ivr.feeds.receive import receive
from ivr.lines.store import ConfigurationStore, apply
from ivr.messages.maturing import mature
from ivr.messages.reconciling import doubt_abandoned, reconcile
from ivr.messages.records import Message, events_of, every_message
from ivr.messages.sending import Sender, send_due
from ivr.services import Services
from ivr.twilio.texts import TextRest
from routing.document import read_document
from routing.message import OPEN
from simulator.clock import VirtualClock
from simulator.exchange import Exchange
from simulator.server import served
from simulator.testing import Telephone, exchange_for
from simulator.texts import Text
from tests.ivr.house import DEMO, LINE, PUBLIC, SETTINGS, House

MATTI = "+358401110001"
SENDER = "+358457370100"
ELECTRICITY = ("electricity",)
FAST = {"linja_call_doubt_seconds": "0.001", "linja_call_lease_seconds": "30"}
_calls = count(1)


@dataclass(frozen=True)
class Post:
    """The application, the telephones outside, and whoever sends."""

    house: House
    sender: Sender
    clock: StoppedClock
    threads: Threads = field(default_factory=Threads)

    @property
    def engine(self) -> Engine:
        """The database."""
        return self.house.services.engine

    @property
    def exchange(self) -> Exchange:
        """The pretend Twilio."""
        return self.house.telephone.exchange

    def asks(self, ask: Ask, number: str = MATTI, **state: Any) -> Outcome:
        """Have a call ask for something."""
        version, configuration = self.sender.applied.versioned()
        begun = State(
            bundle="b",
            line=state.pop("line", LINE),
            language=state.pop("language", "fi"),
            caller=Caller(number=number),
            started_at=int(self.clock.at.timestamp()),
            turn=state.pop("turn", 3),
        )
        call_sid = state.pop("call_sid", "") or f"CA{next(_calls):032d}"
        asked = Asked(ask, call_sid, 0, begun, configuration, version, self.clock.at)
        return Asking(self.house.services).answer(asked, self.threads)

    def promises(self, number: str = MATTI, postcode: str = "29900", **state: Any) -> Message:
        """Have a message promised; return it."""
        asked = self.asks(MessageWhenRepaired(number, postcode, ELECTRICITY), number, **state)
        assert asked == Outcome("done")
        theirs = [one for one in self.all() if (one.number, one.postcode) == (number, postcode)]
        return next(one for one in theirs if one.state in OPEN)

    def works(self) -> int:
        """Do what the worker does; return how many messages were ordered."""
        doubt_abandoned(self.sender)
        reconcile(self.sender)
        mature(self.engine, self.sender.rules())
        ordered = send_due(self.sender)
        self.exchange.settle()
        return ordered

    def told(self, source: str = "grid", **outage: Any) -> None:
        """Have a source tell of an outage, by default of the one in 29900."""
        at = self.clock.at.isoformat()
        usual = {"id": "F-1187", "service": "electricity", "areas": ["29900"], "updated_at": at}
        body = json.dumps({"outages": [usual | outage]}).encode()
        status, answer = receive(self.house.services, source, "application/json", body)
        assert status == 200, answer

    def repairs(self, **outage: Any) -> None:
        """Have it repaired now."""
        self.told(status="restored", ends_at=self.clock.at.isoformat(), **outage)

    def passes(self, **time_: float) -> None:
        """Let business time pass."""
        self.clock.at += timedelta(**time_)

    def all(self) -> list[Message]:
        """Every message, oldest first."""
        with self.engine.connect() as connection:
            return every_message(connection)

    def again(self, message: Message) -> Message:
        """Return a message as it is now."""
        return next(one for one in self.all() if one.id == message.id)

    def way(self, message: Message) -> list[str]:
        """Return the states that it has been in, in order."""
        with self.engine.connect() as connection:
            return [to for _, to, _ in events_of(connection, message.id)]

    def sent(self, number: str = MATTI) -> list[Text]:
        """Return what we have sent to a number by ourselves."""
        texts = self.exchange.texts.all
        return [text for text in texts if text.to == number and text.direction == "outbound-api"]


def set_sender(engine: Engine, sender: str = SENDER, **messages: Any) -> None:
    """Give the customer service a number to text from, or none."""
    sections = dict(read_document(DEMO).sections)
    line = {**sections["lines"][LINE], "sms_sender": sender}
    if not sender:
        del line["sms_sender"]
    sections["lines"] = {**sections["lines"], LINE: line}
    sections["messages"] = {**sections.get("messages", {}), **messages}
    apply(engine, sections)


@contextmanager
def open_post(engine: Engine, clock: StoppedClock, **settings: str) -> Iterator[Post]:
    """Open it over a database that is set up; the pretend Twilio runs on real time."""
    set_sender(engine)
    services = Services(replace(SETTINGS, **{**FAST, **settings}), clock, engine)
    app = create_app(services.settings, services)
    exchange = exchange_for(app, app_url=PUBLIC, clock=VirtualClock(time.time))
    with served(exchange) as url:
        theirs = replace(services, settings=replace(services.settings, twilio_api_url=url))
        sender = Sender(theirs, TextRest(theirs.settings), ConfigurationStore(engine))
        yield Post(House(theirs, app, Telephone(exchange)), sender, clock)


def at(hour: int, minute: int = 0, day: int = 22) -> datetime:
    """Return a time in November 2026, in Helsinki."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{hour:02}:{minute:02}:00+02:00")
