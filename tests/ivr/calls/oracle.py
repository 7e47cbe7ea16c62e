"""Turns in Twilio's own library, to hold our writer against."""

import re
from collections.abc import Iterable

from twilio.twiml import TwiML
from twilio.twiml.voice_response import Dial as DialVerb
from twilio.twiml.voice_response import Gather, Say, SsmlBreak, SsmlProsody, SsmlSub, VoiceResponse

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
from ivr.calls.twiml import LONGEST_CALL_SECONDS, QUEUE, Addresses
from ivr.calls.voices import Voices

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rendered(turn: Turn, to: Addresses, voices: Voices) -> str:
    """Return the document as the library writes it."""
    response = VoiceResponse()
    says = [_say(speech, voices) for speech in turn.says]
    match turn.then:
        case Keys(timeout):
            _gather(response, says, to, num_digits=1, finish_on_key="", timeout=timeout)
        case Digits(most, timeout):
            _gather(response, says, to, num_digits=most, finish_on_key="#", timeout=timeout)
        case Dial():
            _nest(response, says).append(_dial(turn.then, to))
        case Record(most, pause):
            _nest(response, says)
            response.record(
                action=to.turn,
                method="POST",
                max_length=most,
                timeout=pause,
                play_beep=True,
                trim="trim-silence",
            )
            response.redirect(to.turn, method="POST")
        case Enqueue():
            _nest(response, says)
            response.enqueue(
                QUEUE,
                action=to.turn,
                method="POST",
                wait_url=to.wait,
                wait_url_method="POST",
            )
        case Leave():
            _nest(response, says)
            response.leave()
        case Hangup():
            _nest(response, says)
            response.hangup()
    return str(response)


def _gather(
    response: VoiceResponse, says: Iterable[Say], to: Addresses, **wait: str | int
) -> None:
    gather = Gather(
        input="dtmf", action=to.turn, method="POST", action_on_empty_result=True, **wait
    )
    response.append(_nest(gather, says))
    response.redirect(to.turn, method="POST")


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


def _nest(parent: TwiML, says: Iterable[Say]) -> TwiML:
    for say in says:
        parent.append(say)
    return parent


def _say(speech: Speech, voices: Voices) -> Say:
    voice = voices[speech.language]
    say = Say(language=voice.language, voice=voice.name)
    text = ""
    for piece in (*speech.pieces, None):  # two texts in a row would lose the first
        if isinstance(piece, str):
            text += _clean(piece)
            continue
        if text:
            say.append(text)
        text = ""
        if piece:
            say.append(_marked(piece))
    return say


def _marked(piece: Piece) -> TwiML:
    match piece:
        case Break(milliseconds):
            return SsmlBreak(time=f"{milliseconds}ms")
        case Slow(text):
            return SsmlProsody(_clean(text), rate="90%")
        case Alias(text, spoken):
            return SsmlSub(_clean(text), alias=_clean(spoken))
        case _:
            raise TypeError(piece)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
