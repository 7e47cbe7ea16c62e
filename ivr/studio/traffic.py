"""How many callers passed each step and way of a live flow, as far as the journal knows."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Engine, select

from flows.definition import Flow
from flows.rehearsal.coverage import ENGINES
from flows.ways import entries, jumps
from ivr.db.tables.journal import call_turns, calls
from ivr.journal.noted import BEGAN, FIRST_RESCUED_TURN
from ivr.studio.between import Between, Pair, Passed

LASTS = timedelta(days=7)
MOST_CALLS = 3000
"""The newest; more would keep the page waiting."""
KEPT = timedelta(minutes=1)

Turn = tuple[str, str, str, str, str]
"""Call, flow, step, what kind of thing was done before it, and what."""
Hop = tuple[str, str, bool]
"""From a step to a step; true: by one way, false: by any that lead there without a wait."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """
    Calls by step and by way. `perhaps`: ways that more calls may have taken; `calls`: all that
    came to the flow; `newest`: older ones were left out because there are too many.
    """

    steps: Mapping[str, int]
    ways: Mapping[Pair, int]
    perhaps: Collection[Pair]
    calls: int
    newest: bool


class Counter:
    """Counts, and keeps what it counted for a minute."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[tuple[str, str], tuple[datetime, Traffic]] = {}

    def count(
        self, flow: Flow, flows: Mapping[str, Flow], live: Mapping[str, str], now: datetime
    ) -> Traffic:
        """Count on a live flow; `live` are the hashes that callers hear now, by flow."""
        key = (flow.name, ",".join(sorted(live.values())))
        at, found = self._kept.get(key, (None, None))
        if at is not None and found is not None and abs(now - at) < KEPT:
            return found
        turns, newest = self._turns(tuple(live.values()), now)
        counted = _counted(turns, Between(flow), entries(flow, flows), newest=newest)
        self._kept = {key: (now, counted), **_fresh(self._kept, now)}
        return counted

    def _turns(self, hashes: Sequence[str], now: datetime) -> tuple[list[Turn], bool]:
        recent = select(calls.c.call_sid).where(
            calls.c.started_at > now - LASTS, calls.c.started_at <= now
        )
        newest = recent.order_by(calls.c.started_at.desc()).limit(MOST_CALLS)
        columns = call_turns.c
        names = (columns.call_sid, columns.flow, columns.step, columns.given_kind, columns.given)
        query = select(*names).where(
            columns.call_sid.in_(newest.scalar_subquery()),
            columns.turn < FIRST_RESCUED_TURN,
            columns.bundle.in_(hashes),
        )
        with self._engine.connect().execution_options(readonly=True) as connection:
            rows: Any = connection.execute(query.order_by(columns.call_sid, columns.turn))
            found = [tuple(row) for row in rows]
            more = connection.execute(recent.limit(1).offset(MOST_CALLS)).first()
        return found, more is not None


def _fresh(
    kept: Mapping[tuple[str, str], tuple[datetime, Traffic]], now: datetime
) -> dict[tuple[str, str], tuple[datetime, Traffic]]:
    return {key: one for key, one in kept.items() if abs(now - one[0]) < KEPT}


def _counted(
    turns: Sequence[Turn], between: Between, entered: set[str], *, newest: bool
) -> Traffic:
    steps: dict[str, set[str]] = defaultdict(set)
    ways: dict[Pair, set[str]] = defaultdict(set)
    perhaps: set[Pair] = set()
    for sid, of_call in groupby(turns, itemgetter(0)):
        for start, target, at_once in hops(list(of_call), between, entered):
            passed = _passed(start, target, between, at_once=at_once)
            perhaps.update(passed.perhaps)
            for step in passed.steps:
                steps[step].add(sid)
            for pair in passed.sure:
                ways[pair].add(sid)
    everybody: set[str] = set().union(*steps.values())
    return Traffic(
        {step: len(those) for step, those in steps.items()},
        {pair: len(those) for pair, those in ways.items()},
        perhaps,
        len(everybody),
        newest,
    )


def _passed(start: str, target: str, between: Between, *, at_once: bool) -> Passed:
    if at_once:
        return Passed({start, target}, [(start, target)])
    return Passed({target}) if start == target else between.passed(start, target)


def hops(turns: Sequence[Turn], between: Between, entered: set[str]) -> Iterator[Hop]:
    """Give how a call went through one flow, from wait to wait."""
    before: Turn | None = None
    for turn in turns:
        target = _target(before, turn, between)
        if target:
            yield from _from(before, turn, between, entered, target)
        before = turn


def _target(before: Turn | None, turn: Turn, between: Between) -> str:
    """Name where the call is now, or where it left the flow; empty: it is elsewhere."""
    flow = between.flow
    if turn[1] == flow.name:
        return turn[2] if turn[2] in flow.steps else ""
    if before is None or before[1] != flow.name:
        return ""
    left_by = [name for name, jump in jumps(flow) if jump.flow == turn[1]]
    return left_by[0] if len(left_by) == 1 else ""


def _from(
    before: Turn | None, turn: Turn, between: Between, entered: set[str], target: str
) -> Iterator[Hop]:
    flow = between.flow
    if before is None or before[1] != flow.name:
        only = {flow.start} if turn[3] == BEGAN else entered
        yield next(iter(only)) if len(only) == 1 else target, target, False
        return
    start, key = before[2], turn[4] if turn[3] == "key" else ""
    if start not in flow.steps or start == target:
        yield target, target, False
    elif key in ENGINES and not flow.steps[start].zero_skips:
        yield flow.human, target, False
    elif key and (to := between.by_key(start, key)):
        yield start, to, True
        yield to, target, False
    else:
        yield start, target, False
