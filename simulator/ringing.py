"""Dial's numbers: all at once, or one after another with `sequential`."""

import re
from xml.etree.ElementTree import Element

from simulator.bridge import Bridge
from simulator.failure import Failed
from simulator.leg import Addresses, Leg
from simulator.messages import Accepted, Gone, Goto, HungUp, Silence, Steps, Wait
from simulator.outcome import Outcome, talk_through
from simulator.registry import Turn
from simulator.scripts import Ring, rung

NOUNS = frozenset({"Number", "Client", "Sip"})
TELEPHONES = frozenset({"Number", "Dial"})
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
"""E.164. Twilio takes national forms as well; which country it reads them in is no sure thing."""


def ring_all(turn: Turn, outcome: Outcome) -> Steps[None]:
    """Ring until somebody is bridged or nobody is left; the first to be ready wins."""
    nouns = _nouns(turn)
    one_by_one = turn.verb.get("sequential") == "true"
    for group in [[noun] for noun in nouns] if one_by_one else [nouns]:
        yield from _ring_group(turn, group, outcome)
        if outcome.bridge:
            return


def _nouns(turn: Turn) -> list[Element]:
    unknown = [noun.tag for noun in turn.verb if noun.tag not in NOUNS]
    if unknown:
        raise Failed(12200, f"the simulator cannot dial <{unknown[0]}>", turn.page.url)
    nouns = list(turn.verb) or [turn.verb]
    for noun in nouns:
        number = (noun.text or "").strip()
        if not (NUMBER.fullmatch(number) if noun.tag in TELEPHONES else number):
            raise Failed(13223, f"Dial: {number!r} is not a number", turn.page.url)
    shown = turn.verb.get("callerId")
    if shown is not None and shown != turn.leg.from_ and not NUMBER.fullmatch(shown):
        raise Failed(13214, f"Dial: {shown!r} cannot be a callerId", turn.page.url)
    return nouns


def _ring_group(turn: Turn, nouns: list[Element], outcome: Outcome) -> Steps[None]:
    clock, timeout = turn.leg.plant.clock, turn.number("timeout", 30)
    until = clock.seconds + timeout
    legs = {child.sid: child for child in [_start(turn, noun) for noun in nouns]}
    wait = Wait("ringing", other=" ".join(leg.to for leg in legs.values()), seconds=timeout)
    try:
        while legs and outcome.bridge is None:
            got = yield wait
            if isinstance(got, Gone) and got.sid in legs:
                _note_gone(legs.pop(got.sid), outcome)
            elif isinstance(got, Silence):
                clock.advance_to(until)
                _cancel(legs)
            elif isinstance(got, Accepted) and isinstance(got.bridge, Bridge):
                legs.pop(got.bridge.called.sid, None)
                _cancel(legs)
                yield from talk_through(turn, got.bridge, outcome)
    except HungUp:
        _cancel(legs)
        raise


def _note_gone(child: Leg, outcome: Outcome) -> None:
    outcome.called = child
    outcome.status = "no-answer" if child.status == "canceled" else child.status


def _start(turn: Turn, noun: Element) -> Leg:
    leg, number = turn.leg, (noun.text or "").strip()
    leg.note(dial=number)
    child = Leg(
        leg.plant,
        turn.verb.get("callerId", leg.from_),
        number,
        "outbound-dial",
        addresses=_addresses(turn, noun),
        parent=leg,
        behaviour=leg.plant.telephones.next(number),
        by_hand=leg.by_hand,
    )
    whisper = noun.get("url")
    goto = Goto(turn.page.link(whisper), noun.get("method", "POST")) if whisper else None
    child.on_end.append(lambda: leg.post(Gone(child.sid)))
    script = rung(child, Ring(turn.number("timeout", 30)), goto)
    leg.plant.agenda.append(lambda: child.start(script))
    return child


def _addresses(turn: Turn, noun: Element) -> Addresses:
    status = noun.get("statusCallback", "")
    return Addresses(
        status=turn.page.link(status) if status else "",
        status_events=frozenset(noun.get("statusCallbackEvent", "completed").split()),
    )


def _cancel(legs: dict[str, Leg]) -> None:
    for child in legs.values():
        child.post(HungUp("cancel"))
