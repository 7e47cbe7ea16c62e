"""One turn of a call as the journal keeps it: a line of JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.inputs import Dialled, Entered, Input, Pressed, Queued, Recorded, Silent
from flows.verbs import Alias, Break, Dial, Piece, Slow, Speech, Turn

BEGAN, RESCUED = "call", "rescue"
FIRST_RESCUED_TURN = 1000
"""A rescue does not know how many turns there were; this is more than a call can have."""
FIRST_WAIT_TURN, MOST_WAIT_TURNS = 10_000, 5_000
"""What is heard in the queue lies between two turns: numbered by the turn that it followed."""
HEARD = "heard"
"""The event that a notice was read."""
NUMBER = "[number]"
_NUMBERS = re.compile(r"(\[number\]\s*)*\[number\]")
_JSON = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Noted:
    """
    What a turn did. `given` is what it answered, None when the call began.

    `number` is the caller's in E.164, or empty; `line` is a line's name.
    """

    call_sid: str
    turn: int
    at: datetime
    number: str
    line: str
    language: str
    flow: str
    step: str
    did: Turn
    given: Input | None = None
    why: str = ""
    notices: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    """Of each notice that was read: postcode, service, key, state and time (ISO, or a hyphen)."""
    postcodes: frozenset[str] = frozenset()
    places: tuple[str, ...] | None = None
    services: tuple[str, ...] = ()
    """Those of the one customer who calls; None but for the turn with which their call begins."""
    bundle: str = ""
    """The hash of what the words came from; empty: not known."""

    def to_json(self) -> str:
        """Write it, with every number masked but the caller's own in `number`."""
        kind, given = _given(self.given, self.postcodes)
        if self.flow == RESCUED:
            kind = RESCUED
        plain = {
            "call_sid": self.call_sid,
            "turn": self.turn,
            "at": self.at.isoformat(),
            "number": self.number,
            "line": self.line,
            "language": self.language,
            "flow": self.flow,
            "step": self.step,
            "given_kind": kind,
            "given": given,
            "said": [_said(speech) for speech in self.did.says],
            "verb": _verb(self.did),
            "why": self.why,
            "notices": list(self.notices),
            "heard": list(self.heard),
            "places": self.places,
            "services": self.services,
            "bundle": self.bundle,
        }
        return _JSON.encode(plain)


def _given(given: Input | None, postcodes: frozenset[str]) -> tuple[str, str]:
    match given:
        case None:
            return BEGAN, ""
        case Pressed(key):
            return "key", key
        case Entered(digits):
            told = len(digits) == 1 or digits in postcodes
            return "digits", digits if told else "*" * len(digits)
        case Silent():
            return "silence", ""
        case Dialled() | Recorded() | Queued():
            return _came_of(given)


def _came_of(given: Dialled | Recorded | Queued) -> tuple[str, str]:
    match given:
        case Dialled(connected):
            return "dial", "connected" if connected else "not connected"
        case Recorded(_, seconds):
            return "record", f"{seconds} s"
        case Queued(result):
            return "queue", result


def _said(speech: Speech) -> Mapping[str, Any]:
    """A telephone number that is read back is `Slow`, and nothing else is."""
    words = "".join([_written(piece) for piece in speech.pieces])
    if NUMBER in words:
        words = _NUMBERS.sub(NUMBER, words)
    text = " ".join(words.split())
    return {"key": speech.key, "language": speech.language, "text": text}


def _written(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Break():
            return " "
        case Slow():
            return NUMBER
        case Alias(text):
            return text


def _verb(did: Turn) -> str:
    match did.then:
        case Dial(team=team):
            return f"dial {team}"
        case verb:
            return type(verb).__name__.lower()
