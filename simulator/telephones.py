"""How each telephone out there behaves when it rings, and the robots that pick them up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from simulator.messages import Answers, HungUp, Interruption, Keys, Message, Refuses, Silence, Wait

PATIENCE = 12
"""Waits that a machine or a silent person lets pass before the line drops."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """
    What one telephone does with one call.

    `hand`: nobody picks up by itself; whoever drives the exchange does it. `keys` are pressed
    one wait after another; then it stays silent, or hangs up.
    """

    outcome: Literal["answer", "busy", "no-answer", "failed", "hand"] = "answer"
    keys: tuple[str, ...] = ("1",)
    hangs_up: bool = False
    machine: bool = False
    rings_seconds: float = 4.0
    talks_seconds: float = 60.0


NAMED = {
    "answer": Behaviour(),
    "busy": Behaviour(outcome="busy"),
    "no-answer": Behaviour(outcome="no-answer"),
    "failed": Behaviour(outcome="failed"),
    "hand": Behaviour(outcome="hand"),
    "voicemail": Behaviour(keys=(), machine=True),
    "decline": Behaviour(keys=("2",), hangs_up=True),
    "hang-up": Behaviour(keys=(), hangs_up=True),
}

Order = str | Behaviour
Orders = Order | Sequence[Order] | Callable[[], Order]


class Telephones:
    """The behaviour of every number; a number that nobody spoke of answers and presses 1."""

    def __init__(self, default: Order = "answer") -> None:
        self.default = default
        self._orders: dict[str, Orders] = {}

    def __setitem__(self, number: str, orders: Orders) -> None:
        for order in [orders] if isinstance(orders, str) or callable(orders) else _listed(orders):
            if isinstance(order, str) and order not in NAMED:
                raise ValueError(f"{order!r} is none of: {', '.join(NAMED)}")
        self._orders[number] = orders

    def next(self, number: str) -> Behaviour:
        """What it does this time; from a list each order once, the last one from then on."""
        orders = self._orders.get(number, self.default)
        if callable(orders):
            return _behaviour(orders())
        listed = _listed(orders)
        if len(listed) > 1:
            self._orders[number] = listed[1:]
        return _behaviour(listed[0])


def _listed(orders: Order | Sequence[Order]) -> Sequence[Order]:
    return [orders] if isinstance(orders, str | Behaviour) else list(orders)


def _behaviour(order: Order) -> Behaviour:
    return NAMED[order] if isinstance(order, str) else order


@dataclass(eq=False)
class Robot:
    """Whoever holds a telephone that is not held by the test or by a person."""

    behaviour: Behaviour
    pressed: int = 0
    waits: int = field(default=0)

    def reply(self, wait: Wait) -> Message | Interruption | None:
        """What it does about a wait; None: it goes on waiting."""
        if wait.kind == "rings":
            return self._picks_up()
        if wait.kind in {"ringing", "queue", "bridge", "conference"}:
            return None
        if wait.kind == "taking":
            return Silence()
        self.waits += 1
        if self.pressed < len(self.behaviour.keys):
            self.pressed += 1
            return Keys(self.behaviour.keys[self.pressed - 1])
        if self.behaviour.hangs_up or self.waits > PATIENCE:
            return HungUp()
        return Silence()

    def _picks_up(self) -> Message:
        outcome = self.behaviour.outcome
        if outcome == "answer":
            return Answers(self.behaviour.machine)
        return Refuses(outcome)
