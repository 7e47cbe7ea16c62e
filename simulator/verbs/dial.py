"""Dial: ring telephones, take the first of a queue, or enter a conference, and talk."""

from simulator.entering import enter
from simulator.messages import HungUp, Steps
from simulator.outcome import Outcome
from simulator.registry import After, Turn, verb
from simulator.ringing import ring_all
from simulator.taking import take
from simulator.telling import tell


@verb("Dial")
def dial(turn: Turn) -> Steps[After]:
    """Then ask the action, which makes the verbs after it unreachable; else the next verb."""
    turn.leg.keys = ""
    outcome = Outcome()
    queue, room = turn.verb.find("Queue"), turn.verb.find("Conference")
    try:
        if queue is not None:
            yield from take(turn, queue, outcome)
        elif room is not None:
            yield from enter(turn, room, outcome)
        else:
            yield from ring_all(turn, outcome)
    except HungUp:
        tell(turn, outcome.params())
        raise
    return turn.goto("action", outcome.params())
