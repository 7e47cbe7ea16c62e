"""
Was every promise kept, once? Reads the database and the exchange's log, and knows nothing of the
application: imports from it would make the same mistake twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

RECEIPT = "Soittopyyntönne on kirjattu"
NOT_KEPT = "emme valitettavasti saaneet soittopyyntöänne talteen"
AGAIN = "Soitamme teille myöhemmin uudelleen"
TALK_SECONDS = 55
ALLOWED = {
    "": {"requested"},
    "requested": {"due", "refused"},
    "due": {"offered", "ringing", "refused"},
    "offered": {"due", "ringing", "refused"},
    "ringing": {"connected", "waiting_retry", "unknown", "unreachable"},
    "unknown": {"ringing", "due"},
    "waiting_retry": {"due"},
    "connected": {"done", "waiting_retry"},
}
ANY_TIME = {"cancelled_by_caller", "cancelled_by_staff", "served_otherwise"}

Row = dict[str, Any]
Read = Callable[..., list[Row]]
"""Does a query, `:name` in it being the value of that name."""


@dataclass(frozen=True)
class Call:
    """One call of the log: seconds since 1970, words that were said, how long they talked."""

    from_: str
    to: str
    direction: str
    began: float
    ended: float
    said: str
    talked_seconds: float


def problems_of(read: Read, calls: Sequence[Call], number: str) -> list[str]:
    """Return everything that is wrong with this number's callbacks; nothing must be."""
    kept = read("SELECT * FROM callbacks WHERE number = :number", number=number)
    return [
        *_promises(kept, calls, number),
        *_ways(read, kept),
        *_two_at_once(calls, number),
        *_once(kept, calls, number),
        *_attempts(read, calls, number),
    ]


def _promises(kept: list[Row], calls: Sequence[Call], number: str) -> Iterator[str]:
    ended = {row["state"] for row in kept}
    for call in calls:
        if call.from_ == number and RECEIPT in call.said and not kept:
            yield "a receipt was heard, and there is no callback"
        if call.from_ == number and NOT_KEPT in call.said.lower() and len(kept) > 1:
            yield "a callback that was said not to be kept was kept as well"
        if call.to == number and AGAIN in call.said and "unreachable" in ended:
            yield "we said that we should ring again, and never did"


def _ways(read: Read, kept: list[Row]) -> Iterator[str]:
    for callback in kept:
        events = read(
            "SELECT from_state, to_state, why, who FROM callback_events WHERE callback_id = :id"
            " ORDER BY callback_events.id",
            id=callback["id"],
        )
        states = [row["to_state"] for row in events]
        if states[-1] != callback["state"]:
            yield f"the last event is {states[-1]}, the callback {callback['state']}"
        if states.count("done") > 1:
            yield "done more than once"
        for row in events:
            yield from _event(row)
        for before, after in pairwise(events):
            if before["to_state"] != after["from_state"]:
                yield f"{after['to_state']} came from {after['from_state']}, which it was not"


def _event(row: Row) -> Iterator[str]:
    if row["to_state"] not in ALLOWED.get(row["from_state"], set()) | ANY_TIME:
        yield f"{row['from_state']} became {row['to_state']}"
    if not row["why"] or not row["who"]:
        yield f"{row['to_state']}: nobody did it, or for no reason"


def _ours(calls: Sequence[Call], number: str) -> list[Call]:
    ours = [call for call in calls if call.to == number and call.direction == "outbound-api"]
    return sorted(ours, key=lambda call: call.began)


def _two_at_once(calls: Sequence[Call], number: str) -> Iterator[str]:
    for first, second in pairwise(_ours(calls, number)):
        if second.began < first.ended:
            yield "rung twice at the same time"


def _once(kept: list[Row], calls: Sequence[Call], number: str) -> Iterator[str]:
    talks = [call for call in _ours(calls, number) if call.talked_seconds >= TALK_SECONDS]
    done = [row for row in kept if row["state"] == "done"]
    if len(talks) != len(done):
        yield f"{len(done)} done, and they talked {len(talks)} times"
    if len(done) != 1:
        yield f"{len(done)} callbacks are done, not one"


def _attempts(read: Read, calls: Sequence[Call], number: str) -> Iterator[str]:
    """Nobody is called without an attempt that was written down, and each comes to an end."""
    tried = read("SELECT state, call_sid FROM attempts WHERE number = :number", number=number)
    left = [row for row in tried if row["state"] != "ended"]
    if left:
        yield f"{len(left)} attempts have no end"
    made = len(_ours(calls, number))
    if made > len(tried):
        yield f"{made} calls for {len(tried)} attempts"
    bound = [row["call_sid"] for row in tried if row["call_sid"]]
    if len(set(bound)) != len(bound):
        yield "two attempts say that they are the same call"
