"""What is broken in a postcode: read with a deadline, and kept for when the database is away."""

from collections import OrderedDict
from datetime import datetime

import structlog

from flows.asks import LookUp, Outcome
from ivr.calls.ports import AreasAt
from ivr.calls.reads import Reads

log = structlog.get_logger()

MOST_KEPT = 10_000


class LookUps:
    """
    Answers LookUp asks.

    A copy is judged anew each time: an estimate that has passed since is told as passed, and
    a source that has grown too old is not read.
    """

    def __init__(self) -> None:
        self._copies: OrderedDict[LookUp, AreasAt] = OrderedDict()

    def answer(self, ask: LookUp, now: datetime, reads: Reads) -> Outcome:
        """Return `done` with the areas, or `failed` when there is not even a copy."""
        areas_at = self._read(ask, reads)
        if areas_at is None:
            return Outcome("failed")
        return Outcome("done", tuple(areas_at(now)))

    def _read(self, ask: LookUp, reads: Reads) -> AreasAt | None:
        try:
            areas_at = reads.areas(ask)
        except Exception:
            log.exception("notices not read, going on with the last known")
            return self._copies.get(ask)
        self._copies[ask] = areas_at
        if len(self._copies) > MOST_KEPT:
            self._copies.popitem(last=False)
        return areas_at
