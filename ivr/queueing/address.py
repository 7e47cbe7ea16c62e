"""The address of what is heard in the queue, and what it carries from one document to the next."""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime

from flows.queueing import Told
from flows.state import State
from flows.verbs import Enqueue
from ivr.calls.seal import BadSeal, Sealer
from ivr.calls.waiting import GOOD_FOR_SECONDS

WAIT = "/voice/wait/"
_PURPOSE = "wait"


@dataclass(frozen=True, slots=True)
class InQueue:
    """
    A caller in the queue: in the words of which bundle, on which line (its number), for what.

    `began_at` is when the call began, in Unix seconds; `turn` is the one that led here.
    """

    bundle: str
    flow: str
    line: str
    language: str
    topic: str
    desk: str
    callback: bool
    configured: int
    began_at: int
    told: Told = field(default_factory=Told)
    turn: int = 0


def in_queue(state: State, verb: Enqueue, configured: int) -> InQueue:
    """Return a caller who enters the queue."""
    return InQueue(
        bundle=state.bundle,
        flow=state.flow,
        line=state.line,
        language=state.language,
        topic=verb.topic,
        desk=verb.desk,
        callback=verb.callback,
        configured=configured,
        began_at=state.started_at,
        turn=state.turn,
    )


def seal_in_queue(sealer: Sealer, call_sid: str, here: InQueue) -> str:
    """Return the token for this call's next document in the queue."""
    return sealer.seal(_PURPOSE, call_sid, asdict(here))


def open_in_queue(sealer: Sealer, call_sid: str, token: str, now: datetime) -> InQueue:
    """Return the caller as they were left. Raises BadSeal, also when it is twelve hours old."""
    plain = sealer.open(_PURPOSE, call_sid, token)
    try:
        told = Told(**{key: plain["told"][key] for key in _TOLD if key in plain["told"]})
        kept = {key: plain[key] for key in _IN_QUEUE if key in plain}
        here = InQueue(**{**kept, "told": told})
        age_seconds = now.timestamp() - here.began_at
    except (KeyError, TypeError):
        raise BadSeal("format") from None
    if age_seconds > GOOD_FOR_SECONDS:
        raise BadSeal("expired")
    return here


_TOLD = tuple(one.name for one in fields(Told))
_IN_QUEUE = tuple(one.name for one in fields(InQueue))
