"""Say, Play and Pause. Keys pressed while they sound outside a Gather are lost."""

from collections.abc import Generator
from xml.etree.ElementTree import Element

from simulator.leg import Leg
from simulator.messages import Message, Steps, Wait
from simulator.pages import Page
from simulator.registry import After, Turn, verb
from simulator.speech import seconds_of, words_of

PLAY_SECONDS = 3.0
MOST_LOOPS = 1000
"""Twilio: `loop="0"` says it a thousand times; the transcript shows it once."""


def sound(leg: Leg, page: Page, element: Element) -> None:
    """Let it be heard, and time pass."""
    clock = leg.plant.clock
    if element.tag == "Pause":
        clock.advance(float(element.get("length", "1")))
    elif element.tag == "Say":
        leg.note(
            say=words_of(element), language=element.get("language"), voice=element.get("voice")
        )
        times = int(element.get("loop", "1")) or MOST_LOOPS
        clock.advance(seconds_of(element) * times)
    else:
        leg.note(play=element.get("digits") or page.link((element.text or "").strip()))
        clock.advance(PLAY_SECONDS)


@verb("Say")
@verb("Play")
@verb("Pause")
def perform(turn: Turn) -> Steps[After]:
    """Sound it, and drop what was typed ahead (Twilio: "Troubleshooting Gather")."""
    sound(turn.leg, turn.page, turn.verb)
    turn.leg.keys = ""
    yield from _at_once()
    return None


def _at_once() -> Generator[Wait, Message, None]:
    yield from ()
