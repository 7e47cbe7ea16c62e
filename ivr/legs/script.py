"""What our own person hears when their telephone rings, and what their key does."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flows.prompts import Prompt
from flows.verbs import Hangup, Keys, Turn, Whisper
from flows.whisper import whisper_script
from ivr.calls.seal import BadSeal, Sealer

ACCEPT_KEY = "1"
MOST_TIMES = 2
_PURPOSE = "leg"


@dataclass(frozen=True, slots=True)
class Leg:
    """
    A telephone of ours that was rung: for which team, and what is whispered, in the words of
    which bundle (empty: those that ship with Linja). `said` counts how often. `caller` and
    `line` are the numbers of whoever is connected, to hold their callbacks; empty if unknown.
    `rings_back`: the customer is rung when the key has been pressed.
    """

    team: str
    whisper: Whisper
    bundle: str = ""
    said: int = 0
    caller: str = ""
    line: str = ""
    rings_back: bool = False


def seal_leg(sealer: Sealer, call_sid: str, leg: Leg) -> str:
    """Return the token for this leg's addresses, bound to the caller's call."""
    return sealer.seal(_PURPOSE, call_sid, asdict(leg))


def open_leg(sealer: Sealer, call_sid: str, token: str) -> Leg:
    """Return what was sealed. Raises BadSeal."""
    return read_leg(sealer.open(_PURPOSE, call_sid, token))


def read_leg(plain: Mapping[str, Any]) -> Leg:
    """Return the leg of which these are the values. Raises BadSeal."""
    try:
        whisper = _whisper(plain["whisper"])
        caller, line = plain.get("caller", ""), plain.get("line", "")
        back = bool(plain.get("rings_back"))
        return Leg(plain["team"], whisper, plain["bundle"], plain["said"], caller, line, back)
    except (KeyError, TypeError):
        raise BadSeal("format") from None


def announce(prompts: Mapping[str, Prompt], leg: Leg, now: datetime) -> Turn:
    """Say who is there and how to accept, and wait for the key; after two times, hang up."""
    if leg.said >= MOST_TIMES:
        return Turn((), Hangup())
    return Turn(whisper_script(prompts, leg.whisper, now), Keys())


def _whisper(plain: dict[str, Any]) -> Whisper:
    known = Whisper.__dataclass_fields__
    return Whisper(**{name: value for name, value in plain.items() if name in known})
