"""A turn as TwiML: the only place where the verbs become Twilio's words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never
from xml.parsers.expat import ExpatError, ParserCreate

from flows.verbs import (
    Alias,
    Break,
    Dial,
    Digits,
    Enqueue,
    Hangup,
    Keys,
    Leave,
    Piece,
    Record,
    Slow,
    Speech,
    Turn,
)
from ivr.calls.voices import Voice, Voices
from ivr.calls.xml import element, words

MOST_BYTES = 64_000
LONGEST_CALL_SECONDS = 4 * 3600
QUEUE = "linja"
"""The one queue of Twilio's in which people wait; who is next, our own store knows."""
ELSEWHERE_SECONDS = 10

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


class BadTwiml(Exception):
    """Twilio would refuse this document: not XML, or over 64 kB (errors 12100, 11750)."""


def no_sound(_id: str) -> str:
    """Have no recording at hand."""
    return ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """
    Where Twilio goes next, absolute: `turn` after the wait or the dial, `whisper` for our
    person's leg, `wait` for what is heard in the queue. `caller_id` is a number of the account's
    own, or empty. `sound` gives that of a recording, empty for one that is not at hand.
    """

    turn: str = ""
    whisper: str = ""
    caller_id: str = ""
    wait: str = ""
    sound: Callable[[str], str] = no_sound


def render(turn: Turn, to: Addresses, voices: Voices) -> str:
    """Return the document. Raises BadTwiml rather than give Twilio what it would refuse."""
    says = "".join([_heard(speech, voices, to) for speech in turn.says])
    match turn.then:
        case Keys(timeout_seconds):
            return _response(_gather(says, to, "1", "", timeout_seconds))
        case Digits(most, timeout_seconds):
            return _response(_gather(says, to, str(most), "#", timeout_seconds))
        case Dial():
            return _response(says, _dial(turn.then, to))
        case Record():
            return _response(says, _record(turn.then, to))
        case Enqueue() | Leave() | Hangup():
            return _response(says, _ending(turn.then, to))
        case _:
            assert_never(turn.then)


def without_us(before: Speech, number: str, after: Speech, voices: Voices) -> str:
    """Return a document that never comes back to us: words, a number if any, words, the end."""
    ring = ""
    if number:
        dial = element("Dial", words(number), timeLimit=LONGEST_CALL_SECONDS, timeout=30)
        ring = _say(before, voices) + dial
    return _response(ring, _say(after, voices), element("Hangup"))


def elsewhere(turn: str) -> str:
    """
    Return the answer for a call that goes on at another address; Twilio does not perform it.

    If it did, the call would come back to the address of its `turn`, and never be lost.
    """
    pause = element("Pause", length=ELSEWHERE_SECONDS)
    return _response(pause, _redirect(Addresses(turn)))


def bridge() -> str:
    """Return the empty document: on a whisper leg, the two are connected."""
    return _response()


def in_conference(says: Sequence[Speech], room: str, action: str, voices: Voices) -> str:
    """Return a document that says something and enters a room that ends when one of them goes."""
    noun = element(
        "Conference",
        words(room),
        beep="false",
        endConferenceOnExit=True,
        startConferenceOnEnter=True,
    )
    dial = element("Dial", noun, action=action, method="POST", timeLimit=LONGEST_CALL_SECONDS)
    return _response("".join([_say(speech, voices) for speech in says]), dial)


def onward(address: str) -> str:
    """Return a document that only leads to another address."""
    return _response(element("Redirect", words(address), method="POST"))


def checked(document: str) -> str:
    """Return the document if it is XML and small enough, else raise BadTwiml."""
    raw = document.encode("utf-8", "surrogatepass")
    if len(raw) > MOST_BYTES:
        raise BadTwiml(f"{len(raw)} bytes, at most {MOST_BYTES}")
    try:
        ParserCreate().Parse(raw, True)  # noqa: FBT003 -- positional only: it is the end
    except ExpatError as problem:
        raise BadTwiml(f"not XML: {problem}") from problem
    return document


def _response(*verbs: str) -> str:
    return checked(_DECLARATION + element("Response", "".join(verbs)))


def _gather(says: str, to: Addresses, most: str, ends: str, timeout_seconds: int) -> str:
    gather = element(
        "Gather",
        says,
        action=to.turn,
        actionOnEmptyResult=True,
        finishOnKey=ends,
        input="dtmf",
        method="POST",
        numDigits=most,
        timeout=timeout_seconds,
    )
    return gather + _redirect(to)  # silence reaches us even without a result


def _record(record: Record, to: Addresses) -> str:
    verb = element(
        "Record",
        action=to.turn,
        maxLength=record.most_seconds,
        method="POST",
        playBeep=True,
        timeout=record.pause_seconds,
        trim="trim-silence",
    )
    return verb + _redirect(to)  # an empty recording falls through (Twilio: Record)


def _redirect(to: Addresses) -> str:
    return element("Redirect", words(to.turn), method="POST")


def _dial(dial: Dial, to: Addresses) -> str:
    return element(
        "Dial",
        element("Number", words(dial.number), method="POST", url=to.whisper),
        action=to.turn,
        answerOnBridge=True,
        callerId=to.caller_id or None,
        method="POST",
        timeLimit=LONGEST_CALL_SECONDS,
        timeout=dial.timeout_seconds,
    )


def _ending(verb: Enqueue | Leave | Hangup, to: Addresses) -> str:
    if not isinstance(verb, Enqueue):
        return element(type(verb).__name__)
    return element(
        "Enqueue",
        QUEUE,
        action=to.turn,
        method="POST",
        waitUrl=to.wait,
        waitUrlMethod="POST",
    )


def _heard(speech: Speech, voices: Voices, to: Addresses) -> str:
    recorded = to.sound(speech.sound) if speech.sound else ""
    return element("Play", words(recorded)) if recorded else _say(speech, voices)


def _say(speech: Speech, voices: Voices) -> str:
    return _spoken_by(voices.get(speech.language) or next(iter(voices.values())), speech)


@lru_cache(maxsize=2048)  # most callers hear the same few sentences
def _spoken_by(voice: Voice, speech: Speech) -> str:
    spoken = "".join([_spoken(piece) for piece in speech.pieces])
    return element("Say", spoken, language=voice.language, voice=voice.name)


def _spoken(piece: Piece) -> str:
    match piece:
        case str():
            return words(piece)
        case Break(milliseconds):
            return element("break", time=f"{milliseconds}ms")
        case Slow(text):
            return element("prosody", words(text), rate="90%")
        case Alias(text, spoken):
            return element("sub", words(text), alias=spoken)
        case _:
            assert_never(piece)
