"""A turn as TwiML: the only place where the verbs become Twilio's words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring
from twilio.twiml import TwiML
from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, Say, SsmlBreak, SsmlProsody, SsmlSub, VoiceResponse

from flows.verbs import Alias, Break, Dial, Digits, Hangup, Keys, Record, Slow, Speech, Turn
from ivr.calls.voices import Voice, Voices

MOST_BYTES = 64_000
LONGEST_CALL_SECONDS = 4 * 3600

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BadTwiml(Exception):
    """Twilio would refuse this document: not XML, or over 64 kB (errors 12100, 11750)."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """
    Where Twilio goes next, absolute: `turn` after the wait or the dial, `whisper` for our
    person's leg. `caller_id` is a number of the account's own, or empty.
    """

    turn: str = ""
    whisper: str = ""
    caller_id: str = ""


def render(turn: Turn, to: Addresses, voices: Voices) -> str:
    """Return the document. Raises BadTwiml rather than give Twilio what it would refuse."""
    response = VoiceResponse()
    says = [_say(speech, voices) for speech in turn.says]
    match turn.then:
        case Keys(timeout_seconds):
            _gather(response, says, to, num_digits=1, finish_on_key="", timeout=timeout_seconds)
        case Digits(most, timeout_seconds):
            _gather(
                response, says, to, num_digits=most, finish_on_key="#", timeout=timeout_seconds
            )
        case Dial():
            _nest(response, says)
            response.append(_dial(turn.then, to))
        case Record():
            _nest(response, says)
            _record(response, turn.then, to)
        case Hangup():
            _nest(response, says)
            response.hangup()
        case _:
            assert_never(turn.then)
    return checked(str(response))


def without_us(before: Speech, number: str, after: Speech, voices: Voices) -> str:
    """Return a document that never comes back to us: words, a number if any, words, the end."""
    response = VoiceResponse()
    if number:
        response.append(_say(before, voices))
        response.dial(number, timeout=30, time_limit=LONGEST_CALL_SECONDS)
    response.append(_say(after, voices))
    response.hangup()
    return checked(str(response))


def bridge() -> str:
    """Return the empty document: on a whisper leg, the two are connected."""
    return checked(str(VoiceResponse()))


def checked(document: str) -> str:
    """Return the document if it is XML and small enough, else raise BadTwiml."""
    raw = document.encode("utf-8", "surrogatepass")
    if len(raw) > MOST_BYTES:
        raise BadTwiml(f"{len(raw)} bytes, at most {MOST_BYTES}")
    try:
        fromstring(raw)
    except ParseError as problem:
        raise BadTwiml(f"not XML: {problem}") from problem
    return document


def _gather(
    response: VoiceResponse, says: Iterable[Say], to: Addresses, **wait: str | int
) -> None:
    gather = Gather(
        input="dtmf", action=to.turn, method="POST", action_on_empty_result=True, **wait
    )
    _nest(gather, says)
    response.append(gather)
    response.redirect(to.turn, method="POST")  # silence reaches us even without a result


def _record(response: VoiceResponse, record: Record, to: Addresses) -> None:
    response.record(
        action=to.turn,
        method="POST",
        max_length=record.most_seconds,
        timeout=record.pause_seconds,
        play_beep=True,
        trim="trim-silence",
    )
    response.redirect(to.turn, method="POST")  # an empty recording falls through (Twilio: Record)


def _dial(dial: Dial, to: Addresses) -> DialVerb:
    verb = DialVerb(
        action=to.turn,
        method="POST",
        caller_id=to.caller_id or None,
        timeout=dial.timeout_seconds,
        time_limit=LONGEST_CALL_SECONDS,
        answer_on_bridge=True,
    )
    verb.number(dial.number, url=to.whisper, method="POST")
    return verb


def _nest(parent: TwiML, says: Iterable[Say]) -> None:
    for say in says:
        parent.append(say)


def _say(speech: Speech, voices: Voices) -> Say:
    voice = voices.get(speech.language) or _first(voices)
    say = Say(language=voice.language, voice=voice.name)
    words = ""
    for piece in speech.pieces:
        if isinstance(piece, str):
            words += _clean(piece)
        else:
            _add_words(say, words)
            words = ""
            say.append(_marked(piece))
    _add_words(say, words)
    return say


def _add_words(say: Say, words: str) -> None:
    if words:
        say.append(words)  # two in a row would lose the first: the library keeps one tail


def _marked(piece: Break | Slow | Alias) -> SsmlBreak | SsmlProsody | SsmlSub:
    match piece:
        case Break(milliseconds):
            return SsmlBreak(time=f"{milliseconds}ms")
        case Slow(text):
            return SsmlProsody(_clean(text), rate="90%")
        case Alias(text, spoken):
            return SsmlSub(_clean(text), alias=_clean(spoken))
        case _:
            assert_never(piece)


def _first(voices: Voices) -> Voice:
    return next(iter(voices.values()))


def _clean(text: str) -> str:
    """Leave out what XML cannot carry: control characters, lone surrogates (XML 1.0, 2.2)."""
    return _NOT_XML.sub("", text)
