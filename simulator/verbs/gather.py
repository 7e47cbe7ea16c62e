"""Gather, by keys."""

from simulator.failure import Failed
from simulator.leg import Leg
from simulator.messages import Keys, Silence, Steps, Wait
from simulator.registry import After, Turn, verb
from simulator.verbs.sound import sound


@verb("Gather")
def gather(turn: Turn) -> Steps[After]:
    """
    Sound what is inside, until a key is pressed; then collect.

    Without input it falls through to the next verb, or with actionOnEmptyResult asks the action
    without `Digits`. The default action is this document's own address.
    """
    _refuse_speech_alone(turn)
    for inner in turn.verb:
        if turn.leg.keys and turn.verb.get("bargeIn") != "false":
            break
        sound(turn.leg, turn.page, inner)
    digits = yield from _collect(turn)
    if not digits and turn.verb.get("actionOnEmptyResult") != "true":
        return None
    return turn.goto("action", {"Digits": digits} if digits else {}, default=turn.page.url)


def _refuse_speech_alone(turn: Turn) -> None:
    if "dtmf" not in turn.verb.get("input", "dtmf").split():
        raise Failed(12200, "the simulator hears keys only, not speech", turn.page.url)


def _collect(turn: Turn) -> Steps[str]:
    leg, timeout = turn.leg, turn.number("timeout", 5)
    most = turn.number("numDigits", 0)
    if not leg.keys:
        wait = Wait("key" if most == 1 else "digits", seconds=timeout)
        got = yield wait
        while not isinstance(got, Keys | Silence):
            got = yield wait
        leg.keys = got.keys if isinstance(got, Keys) else ""
    digits, submitted = _take(leg, most, turn.verb.get("finishOnKey", "#"))
    if not submitted:
        leg.plant.clock.advance(timeout)
    return digits


def _take(leg: Leg, most: int, finish: str) -> tuple[str, bool]:
    """The keys of this wait, and whether it ended without waiting; the rest stays typed ahead."""
    taken = ""
    while leg.keys:
        key, leg.keys = leg.keys[0], leg.keys[1:]
        if key in finish:
            return taken, True
        taken += key
        if len(taken) == most:
            return taken, True
    return taken, False
