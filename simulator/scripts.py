"""The whole life of a leg: called in, called out over REST, rung from a Dial."""

from dataclasses import dataclass

from simulator.bridge import Bridge, talk
from simulator.failure import Failed
from simulator.interpreter import apologise, perform
from simulator.leg import ENDED, Leg
from simulator.messages import (
    Accepted,
    Answers,
    Dequeued,
    Goto,
    Redirected,
    Refuses,
    Steps,
    Wait,
)
from simulator.registry import Setting

MAIN = Setting(fallback=True)
WHISPER = Setting(allowed=frozenset({"Say", "Play", "Pause", "Gather", "Redirect", "Hangup"}))
"""Twilio: a Number's document runs before the bridge and has no Dial."""

BUSY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Ring:
    """How a telephone is rung; `detects` a machine and tells. The limit is the call's."""

    timeout_seconds: float = 30
    detects: bool = False
    time_limit_seconds: float = 14400


def called_in(leg: Leg) -> Steps[None]:
    """Somebody dialled a number of the account."""
    leg.status = "ringing"
    yield from _converse(leg, Goto(leg.addresses.voice, leg.addresses.method))


def called_out(leg: Leg, goto: Goto, ring: Ring) -> Steps[None]:
    """The REST interface was asked to call somebody."""
    got = yield from _ring(leg, ring)
    if got is None:
        return
    if ring.detects:
        found = {"AnsweredBy": "machine_start" if got.machine else "human"}
        goto = Goto(goto.url, goto.method, {**goto.params, **found}, goto.twiml)
    yield from _converse(leg, goto)


def rung(leg: Leg, ring: Ring, whisper: Goto | None) -> Steps[None]:
    """A Dial rings somebody; the bridge comes only when the whisper has ended by itself."""
    parent = leg.parent
    got = yield from _ring(leg, ring)
    if got is None or parent is None:
        return
    ending = "end"
    if whisper:
        ending = yield from perform(leg, whisper, WHISPER)
    if ending == "error":
        apologise(leg)
    if ending == "end":
        bridge = Bridge(parent, leg)
        parent.post(Accepted(bridge))
        yield from talk(leg, bridge)


def _converse(leg: Leg, goto: Goto) -> Steps[None]:
    ending = ""
    while not ending:
        try:
            ending = yield from perform(leg, goto, MAIN)
        except Redirected as order:
            goto = order.goto
        except Dequeued:
            leg.plant.note_problem(Failed(0, "taken from a queue that it had left"))
            ending = "hangup"
    if ending == "error":
        apologise(leg)
    leg.end(leg.status if leg.status in ENDED else "completed")


def _ring(leg: Leg, ring: Ring) -> Steps[Answers | None]:
    """Let it ring; None when nobody answered, and then the leg has ended."""
    clock = leg.plant.clock
    began = clock.seconds
    for event in ("initiated", "ringing"):
        leg.status = event
        leg.report(event)
    got = yield Wait("rings", other=leg.from_, seconds=ring.timeout_seconds)
    if isinstance(got, Answers):
        clock.advance(leg.robot.behaviour.rings_seconds if leg.robot else 0)
        leg.answer()
        return got
    status = got.status if isinstance(got, Refuses) else "no-answer"
    if status == "no-answer":
        clock.advance_to(began + ring.timeout_seconds)
    else:
        clock.advance(BUSY_SECONDS)
    leg.end(status)
    return None
