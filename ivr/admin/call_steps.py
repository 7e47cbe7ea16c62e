"""The turns of a call as they are read: what is new in each, and how long it took to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from ivr.journal.noted import FIRST_RESCUED_TURN, FIRST_WAIT_TURN

POSTCODE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Step:
    """
    A turn. `number` counts from 1, `seconds` are since the turn before. `notices` are those that
    are new in it, `place` is the postcode that was keyed in last, `language` what is spoken from
    here on; empty: as before.
    """

    number: int
    turn: Row[Any]
    seconds: int | None
    notices: Sequence[str]
    place: str
    language: str

    @property
    def is_waiting(self) -> bool:
        """Was it heard in the queue?"""
        return bool(self.turn.turn >= FIRST_WAIT_TURN)

    @property
    def is_rescue(self) -> bool:
        """Had something failed, so that little is known of it?"""
        return bool(FIRST_RESCUED_TURN <= self.turn.turn < FIRST_WAIT_TURN)

    @property
    def did(self) -> str:
        """What came in: ends the key `calls.given.<…>`."""
        kind, given = str(self.turn.given_kind), str(self.turn.given)
        if kind == "dial":
            return "connected" if given == "connected" else "not_connected"
        return given if kind == "queue" and given in {"entered", "hangup"} else kind

    @property
    def then(self) -> str:
        """What came after the words: ends the key `calls.then.<…>`."""
        return str(self.turn.verb).partition(" ")[0]


def steps_of(turns: Sequence[Row[Any]]) -> Sequence[Step]:
    """Read all of them."""
    found: list[Step] = []
    heard: set[str] = set()
    place = ""
    before: Row[Any] | None = None
    for number, turn in enumerate(turns, 1):
        seconds = int((turn.at - before.at).total_seconds()) if before else None
        changed = before is None or before.language != turn.language
        new = [key for key in turn.notices if key not in heard]
        place = turn.given if _is_postcode(turn) else place
        found.append(Step(number, turn, seconds, new, place, turn.language if changed else ""))
        heard.update(new)
        before = turn
    return found


def _is_postcode(turn: Row[Any]) -> bool:
    """Other digits than those of a place are masked."""
    typed = str(turn.given)
    return turn.given_kind == "digits" and len(typed) == POSTCODE_LENGTH and typed.isdecimal()
