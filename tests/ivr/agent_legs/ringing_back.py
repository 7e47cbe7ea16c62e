"""A line on which an agent is asked first, and customers who have asked to be rung."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from ivr.callbacks.ledger import Change, Request, book, change
from ivr.callbacks.reconciling import doubt_abandoned, reconcile
from ivr.callbacks.records import Attempt, Callback, attempts_of, every_callback
from ivr.callbacks.ringing import Ringer, ring_all, ringer_of
from ivr.callbacks.sweeping import sweep
from ivr.db.tables.dispatch import waiting
from ivr.dispatch.agents import choose_state, seen
from ivr.lines.store import apply
from routing.callback import State
from routing.document import read_document
from simulator.leg import Leg
from simulator.testing import Call
from tests.ivr.agent_legs.conftest import MATTI, Floor
from tests.ivr.house import DEMO, LINE

MEETING = (
    *("lineup.before-commit", "lineup.after-commit", "took-offer.after-commit"),
    *("ringback.before-claim", "ringback.after-claim", "doubt.before-commit"),
    *("doubt.after-commit", "reconcile.after-look", "reconcile.before-commit"),
    *("reconcile.after-commit", "ring.after-call", "ring.before-result", "came.before-commit"),
)
NOT_REACHED = ("ringback.before-end", "ringback.after-end")
"""Where whoever rings back for an agent may be killed, one point after another."""


@dataclass(frozen=True)
class Desk:
    """A floor whose line asks agents first, and whoever rings back."""

    floor: Floor
    ringer: Ringer

    def asks(self, number: str = MATTI, ago_seconds: float = 600, line: str = LINE) -> Callback:
        """Somebody has asked for a callback, in a call that began so long ago."""
        now = self.floor.clock.now()
        since = now - timedelta(seconds=ago_seconds)
        request = Request(number, number, line, "fi", since, now, place="29900")
        return self.floor.does(lambda c: book(c, request, now, "asked for"))

    def goes_round(self) -> None:
        """Do all that is due of callbacks and of agents; the telephones do what they do."""
        doubt_abandoned(self.ringer)
        reconcile(self.ringer)
        sweep(self.ringer)
        ring_all(self.ringer)
        self.floor.dispatches()

    def callbacks(self) -> list[Callback]:
        """Every callback, the oldest first."""
        return self.floor.does(every_callback)

    @property
    def state(self) -> str:
        """What has become of the one callback."""
        (one,) = self.callbacks()
        return one.state

    def attempts(self) -> list[Attempt]:
        """Every attempt of the one callback."""
        (one,) = self.callbacks()
        return self.floor.does(lambda c: attempts_of(c, one.id))

    def places(self) -> list[tuple[str, str]]:
        """Of what kind are those in the line, and how they stand; by their original calls."""
        rows = select(waiting.c.kind, waiting.c.state).order_by(waiting.c.since)
        return self.floor.does(lambda c: [(row.kind, row.state) for row in c.execute(rows)])

    def rung(self, number: str = MATTI) -> list[Leg]:
        """The calls that we made to a customer."""
        made = self.floor.exchange.calls
        return [leg for leg in made if leg.to == number and leg.direction == "outbound-api"]

    def turns(self, name: str, state: str) -> None:
        """Have an agent come, whose desk is open, or go."""
        now = self.floor.clock.now()
        self.floor.does(lambda c: choose_state(c, name, state, now))
        self.floor.does(lambda c: seen(c, name, now))

    def cancels(self) -> None:
        """Somebody of ours calls it off."""
        (one,) = self.callbacks()
        off = Change(State.CANCELLED_BY_STAFF, "called in", self.floor.clock.now(), "aino")
        self.floor.does(lambda c: change(c, one, off))

    def takes(self, telephone: str) -> Call:
        """Have an agent take whoever is next."""
        return self.floor.rings(telephone).presses("1")

    def customer(self, number: str = MATTI) -> Call:
        """Pick up the telephone of a customer, which rings."""
        return self.floor.house.telephone.answers(number)


def open_desk(floor: Floor) -> Desk:
    """Have somebody who rings back from this floor, and who looks at doubts at once."""
    services = floor.dispatcher.services
    soon = replace(services.settings, linja_call_doubt_seconds="0.001")
    return Desk(floor, ringer_of(replace(services, settings=soon)))


def asked_first(floor: Floor, *numbers: str) -> None:
    """Have these lines ask an agent first."""
    lines = dict(read_document(DEMO).sections)["lines"]
    wanted = {"callbacks": "agent-first"}
    changed = {n: {**line, **(wanted if n in numbers else {})} for n, line in lines.items()}
    apply(floor.house.services.engine, {"lines": changed})
