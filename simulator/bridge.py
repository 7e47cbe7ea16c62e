"""Two legs that talk with each other."""

from dataclasses import dataclass

from simulator.leg import Leg
from simulator.messages import FarSideLeft, HungUp, Keys, Silence, Steps, Wait

A_MINUTE = 60.0
FOUR_HOURS = 14400.0
"""Twilio: the default timeLimit."""


@dataclass(eq=False)
class Bridge:
    """`caller` asked for the connection, `called` was rung or came from a queue."""

    caller: Leg
    called: Leg
    since: float = 0.0
    until: float | None = None

    def begin(self) -> None:
        """Both are there now. Two robots talk for a while, then the called one hangs up."""
        clock = self.caller.plant.clock
        self.since = clock.seconds
        if self.caller.robot and self.called.robot:
            clock.advance(self.called.robot.behaviour.talks_seconds)
            self.called.post(HungUp())

    @property
    def seconds(self) -> int:
        """How long they have talked."""
        clock = self.caller.plant.clock
        return int((clock.seconds if self.until is None else self.until) - self.since)

    def other(self, leg: Leg) -> Leg:
        """The one on the other side."""
        return self.called if leg is self.caller else self.caller

    def leave(self, leg: Leg) -> None:
        """One goes; the other is told."""
        if self.until is None:
            self.until = leg.plant.clock.seconds
            self.other(leg).post(FarSideLeft(self))


def talk(
    leg: Leg, bridge: Bridge, limit_seconds: float = FOUR_HOURS, *, star: bool = False
) -> Steps[None]:
    """Until the other side hangs up, the time is over, or `*` where that is asked for."""
    end = leg.plant.clock.seconds + limit_seconds
    leg.talks_with = bridge.other(leg)
    try:
        while bridge.until is None and leg.plant.clock.seconds < end:
            got = yield Wait("bridge", other=bridge.other(leg).party)
            if isinstance(got, FarSideLeft) and got.bridge is bridge:
                return
            if isinstance(got, Keys) and star and "*" in got.keys:
                return
            if isinstance(got, Silence):
                leg.plant.clock.advance(min(A_MINUTE, end - leg.plant.clock.seconds))
    finally:
        leg.talks_with = None
        bridge.leave(leg)
