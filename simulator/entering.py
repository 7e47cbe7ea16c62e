"""Dial's Conference: enter a room, and stay until it is over."""

from xml.etree.ElementTree import Element

from simulator.conferences import Conference, Participant
from simulator.leg import Leg
from simulator.messages import FarSideLeft, HungUp, Keys, Silence, Steps, Wait
from simulator.outcome import Outcome
from simulator.registry import Turn

A_MINUTE = 60.0


def enter(turn: Turn, noun: Element, outcome: Outcome) -> Steps[None]:
    """
    Enter, made if it is not there.

    Twilio: the Dial's action is told `answered`, and neither DialCallSid nor a duration.
    """
    leg, name = turn.leg, (noun.text or "").strip()
    room = leg.plant.conferences.open(name, leg.plant.clock.seconds)
    leg.answer()
    leg.note(conference=name)
    outcome.status = "answered"
    own = Participant(
        leg,
        starts=noun.get("startConferenceOnEnter", "true") == "true",
        ends=noun.get("endConferenceOnExit", "false") == "true",
    )
    yield from _meet(turn, room, own)


def _meet(turn: Turn, room: Conference, own: Participant) -> Steps[None]:
    """Be in a room until one hangs up, or the room closes."""
    leg = turn.leg
    room.enter(own)
    try:
        while room.status != "completed":
            got = yield _wait(room, own)
            if isinstance(got, FarSideLeft) and got.bridge is room:
                return
            if (
                isinstance(got, Keys)
                and turn.verb.get("hangupOnStar") == "true"
                and "*" in got.keys
            ):
                return
            if isinstance(got, Silence):
                _pass(leg, room, own)
    finally:
        leg.talks_with = None
        room.leave(own)


def _wait(room: Conference, own: Participant) -> Wait:
    partner = room.partner(own)
    own.leg.talks_with = partner
    if partner is None:
        return Wait("conference", other=room.name)
    return Wait("bridge", other=partner.party)


def _pass(leg: Leg, room: Conference, own: Participant) -> None:
    """Time passes; two robots have talked enough after a while."""
    partner = room.partner(own)
    if partner and leg.robot and partner.robot:
        leg.plant.clock.advance(leg.robot.behaviour.talks_seconds)
        partner.post(HungUp())
    else:
        leg.plant.clock.advance(A_MINUTE)
