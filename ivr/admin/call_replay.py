"""A past call as an address of the studio's trial: the same caller, time, outage and keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flows.rehearsal.stage import HOWS
from ivr.journal.noted import FIRST_RESCUED_TURN, FIRST_WAIT_TURN
from ivr.studio.trying import STATES
from routing.language import is_known

CLOSED = ("hours.closed.", "open.person.closed")
NOTICE, CHANGED = "notice.", "changed."
ADDED = ("", "stale", "continues")
"""What is said after a notice, and is none."""
NEWS = dict.fromkeys(("later", "earlier", "unchanged", "first"), "eta") | {"still_none": "no_eta"}
"""What is told of a notice to whoever had heard it before: the state that it is in."""
NEAREST = (
    ("planned", "planned_coming"),
    ("reopened_none", "no_eta"),
    ("several_none", "no_eta"),
    ("major_none", "no_eta"),
    ("partial_none", "no_eta"),
    ("", "eta"),
)
"""Of states that the trial does not have: what a state begins with, and which is the nearest."""


@dataclass(frozen=True, slots=True)
class PastCall:
    """What is known of a call: rows of its turns, its caller's places, and how its wait ended."""

    line: str
    withheld: bool
    places: Sequence[str] | None
    turns: Sequence[Any]
    chosen: str = ""
    met: bool = False


@dataclass(frozen=True, slots=True)
class Replay:
    """`query` are the parts of the address; `lost` ends the keys `calls.lost.<…>`: what is not."""

    query: dict[str, Any]
    lost: Sequence[str] = field(default_factory=list)


def replay(past: PastCall, at: datetime) -> Replay:
    """Write it; `at` is when it began, as a clock on the wall in Helsinki shows it."""
    said = [one["key"] for turn in past.turns for one in turn.said]
    did, stopped = _did(past)
    outage, strange = _outage(said)
    places = [*(past.places or ())]
    known = past.places is not None and not past.withheld
    who = "withheld" if past.withheld else "known" if places or past.places is None else "unknown"
    query = {
        "line": past.line,
        "now": at.strftime("%Y-%m-%dT%H:%M"),
        "who": who,
        "language": _language(past),
        "place": places[0] if len(places) == 1 else _typed(past),
        "outage": outage,
        "closed": "yes" if any(key.startswith(CLOSED) for key in said) else "",
        "did": did,
    }
    troubles = {
        "person": not past.withheld and not known,
        "places": len(places) > 1,
        "before": any(key.startswith(CHANGED) for key in said),
        "outage": strange,
        "keys": stopped,
        "rescue": any(_is_rescue(turn) for turn in past.turns),
    }
    return Replay(
        query, ["customer", "company", *(name for name, is_so in troubles.items() if is_so)]
    )


def _did(past: PastCall) -> tuple[list[str], bool]:
    """Give all that the caller did, and whether something of it is not known."""
    did: list[str] = []
    for turn in past.turns:
        if turn.given_kind == "call" or turn.turn >= FIRST_WAIT_TURN:
            continue
        done = "" if _is_rescue(turn) else _done(turn, past)
        if not done:
            return did, True
        did.append(done)
    return did, False


def _done(turn: Any, past: PastCall) -> str:
    """Write one thing as the trial reads it; empty when it is not known."""
    match turn.given_kind:
        case "key" | "digits":
            return "" if "*" * len(turn.given) == turn.given != "*" else f"key:{turn.given}"
        case "silence":
            return "silent"
        case "dial":
            return f"answered:{'yes' if turn.given == 'connected' else 'no'}"
        case "record":
            return f"records:{'0' if turn.given == '0 s' else '7'}"
        case "queue":
            how = "met" if past.met else past.chosen
            return f"leaves:{how}" if how in HOWS else ""
        case _:
            return ""


def _is_rescue(turn: Any) -> bool:
    return bool(FIRST_RESCUED_TURN <= turn.turn < FIRST_WAIT_TURN)


def _language(past: PastCall) -> str:
    first = past.turns[0] if past.turns else None
    known = first is not None and is_known(first.why)
    return str(first.language) if first is not None and known else ""


def _typed(past: PastCall) -> str:
    typed = (turn.given for turn in past.turns if turn.given_kind == "digits")
    return next((one for one in typed if len(one) == len("00100") and one.isdecimal()), "")


def _outage(said: Sequence[str]) -> tuple[str, bool]:
    """Return the nearest outage that the trial has, and whether it is another one."""
    heard = next(_states(said), "")
    if heard in STATES or not heard:
        return heard, False
    return next(near for begins, near in NEAREST if heard.startswith(begins)), True


def _states(said: Sequence[str]) -> Iterator[str]:
    for key in said:
        _, _, state = key.removeprefix(NOTICE).removeprefix(CHANGED).partition(".")
        if key.startswith(NOTICE) and state not in ADDED:
            yield state
        elif key.startswith(CHANGED):
            yield NEWS.get(state, state)
