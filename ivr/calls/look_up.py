"""What is broken in a postcode: read with a deadline, and kept for when the database is away."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import structlog

from flows.asks import HeardBefore, LookUp, Outcome
from ivr.calls.ports import AreasAt
from ivr.calls.reads import Reads
from ivr.feeds.heard_before import before_this_call

log = structlog.get_logger()

MOST_KEPT = 10_000


class Who(NamedTuple):
    """Who calls (E.164, or empty), and in which call."""

    number: str
    call_sid: str


NOBODY = Who("", "")


class LookUps:
    """
    Answers LookUp asks.

    A copy is judged anew each time: an estimate that has passed since is told as passed, and
    a source that has grown too old is not read.
    """

    def __init__(self) -> None:
        self._copies: OrderedDict[LookUp, AreasAt] = OrderedDict()

    def answer(self, ask: LookUp, now: datetime, reads: Reads, who: Who = NOBODY) -> Outcome:
        """Return `done` with the areas, or `failed` when there is not even a copy."""
        areas_at = self._read(ask, reads)
        if areas_at is None:
            return Outcome("failed")
        areas = tuple(areas_at(now))
        if not who.number or not any(area.notices for area in areas):
            return Outcome("done", areas)
        before = _heard_before(who, now, reads)
        told = (replace(area, before=before.get(area.postcode, {})) for area in areas)
        return Outcome("done", tuple(told))

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


def _heard_before(
    who: Who, now: datetime, reads: Reads
) -> Mapping[str, Mapping[str, HeardBefore]]:
    """Without it a notice is only read whole."""
    try:
        return before_this_call(reads.heard(who.number), who.call_sid, now)
    except Exception:
        log.exception("what was heard before not read")
        return {}
