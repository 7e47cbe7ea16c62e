"""
Was every promise kept, once? Reads the database and the exchange's log, and knows nothing of the
application: imports from it would make the same mistake twice.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

RECEIPT = "Soittopyyntönne on kirjattu"
NOT_KEPT = "emme valitettavasti saaneet soittopyyntöänne talteen"
AGAIN = "Soitamme teille myöhemmin uudelleen"
TALK_SECONDS = 55
ALLOWED = {
    "": {"requested"},
    "requested": {"due", "refused"},
    "due": {"offered", "ringing", "refused"},
    "offered": {"due", "ringing"},
    "ringing": {"connected", "waiting_retry", "unknown", "unreachable"},
    "unknown": {"ringing", "due"},
    "waiting_retry": {"due"},
    "connected": {"done", "waiting_retry"},
}
ANY_TIME = {"cancelled_by_caller", "cancelled_by_staff", "served_otherwise"}


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


def problems_of(rows: sqlite3.Connection, calls: Sequence[Call], number: str) -> list[str]:
    """Return everything that is wrong with this number's callbacks; nothing must be."""
    rows.row_factory = sqlite3.Row
    return [
        *_promises(rows, calls, number),
        *_ways(rows, number),
        *_two_at_once(calls, number),
        *_once(rows, calls, number),
        *_left(rows, number),
    ]


def _promises(rows: sqlite3.Connection, calls: Sequence[Call], number: str) -> Iterator[str]:
    kept = len(_callbacks(rows, number))
    for call in calls:
        if call.from_ == number and RECEIPT in call.said and not kept:
            yield "a receipt was heard, and there is no callback"
        if call.from_ == number and NOT_KEPT in call.said.lower() and kept > 1:
            yield "a callback that was said not to be kept was kept as well"
        ended = {row["state"] for row in _callbacks(rows, number)}
        if call.to == number and AGAIN in call.said and "unreachable" in ended:
            yield "we said that we should ring again, and never did"


def _ways(rows: sqlite3.Connection, number: str) -> Iterator[str]:
    for callback in _callbacks(rows, number):
        events = rows.execute(
            "SELECT from_state, to_state, why, who FROM callback_events WHERE callback_id = ?"
            " ORDER BY id",
            (callback["id"],),
        ).fetchall()
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


def _event(row: sqlite3.Row) -> Iterator[str]:
    if row["to_state"] not in ALLOWED.get(row["from_state"], set()) | ANY_TIME:
        yield f"{row['from_state']} became {row['to_state']}"
    if not row["why"] or not row["who"]:
        yield f"{row['to_state']}: nobody did it, or for no reason"


def _two_at_once(calls: Sequence[Call], number: str) -> Iterator[str]:
    ours = sorted(
        (call for call in calls if call.to == number and call.direction == "outbound-api"),
        key=lambda call: call.began,
    )
    for first, second in pairwise(ours):
        if second.began < first.ended:
            yield "rung twice at the same time"


def _once(rows: sqlite3.Connection, calls: Sequence[Call], number: str) -> Iterator[str]:
    talks = [call for call in calls if call.to == number and call.talked_seconds >= TALK_SECONDS]
    done = [row for row in _callbacks(rows, number) if row["state"] == "done"]
    if len(talks) != len(done):
        yield f"{len(done)} done, and they talked {len(talks)} times"
    if len(done) != 1:
        yield f"{len(done)} callbacks are done, not one"


def _left(rows: sqlite3.Connection, number: str) -> Iterator[str]:
    left = rows.execute(
        "SELECT count(*) FROM attempts WHERE number = ? AND state <> 'ended'", (number,)
    ).fetchone()
    if left[0]:
        yield f"{left[0]} attempts have no end"


def _callbacks(rows: sqlite3.Connection, number: str) -> list[sqlite3.Row]:
    found: list[sqlite3.Row] = rows.execute(
        "SELECT * FROM callbacks WHERE number = ?", (number,)
    ).fetchall()
    return found
