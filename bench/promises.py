"""Callbacks: how fast many dispatchers claim them, and what very many open ones cost."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from threading import Lock, Thread
from typing import Any

from sqlalchemy import Engine, func, select, update

from bench.alone import alone
from bench.line_of_people import LINE, NOW, database, fill, number, rules, seat
from bench.turns import WrongAnswer
from ivr.callbacks.account import account_of
from ivr.callbacks.answers import find_theirs
from ivr.callbacks.calling_in import hold, release
from ivr.callbacks.claiming import Claim, Limits, claim_next
from ivr.callbacks.promising import ahead
from ivr.callbacks.records import open_between
from ivr.callbacks.waking import Rules
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.desk.promised import promises
from ivr.dispatch.admitting import admitted
from ivr.dispatch.decide import decide
from ivr.dispatch.offers import ended

DISPATCHERS, DUE = 8, 500
TIMES = 15
NONE = timedelta(0)
LIMITS = Limits(pace_seconds=0, lease_seconds=60)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Callbacks in a second by our claim and by a naive one, and how many that rang twice."""

    rate: float
    naive_rate: float
    naive_doubles: int


@dataclass(frozen=True, slots=True)
class Costs:
    """Median milliseconds, with and without very many open callbacks."""

    what: str
    without_ms: float
    with_ms: float


def measure_claims(scratch: Path) -> Claimed:
    """Let eight dispatchers claim what is due; nobody may be claimed twice."""
    engine = database(scratch / "claims.db")
    fill(engine, DUE, "due")
    deciding = rules("customer-first")

    def ours() -> str:
        while not isinstance(claimed := claim_next(engine, deciding, LIMITS), Claim):
            if claimed is None:
                return ""
        return claimed.callback.id

    seconds, taken = _at_once(ours)
    with engine.connect() as connection:
        made = connection.execute(select(func.count()).select_from(attempts)).scalar_one()
    if sorted(set(taken)) != sorted(taken) or made != DUE or len(taken) != DUE:
        raise WrongAnswer(f"{len(taken)} claims, {made} attempts, {DUE} due")
    _reset(engine)
    naive_seconds, naive = _at_once(lambda: _naive(engine))
    return Claimed(DUE / seconds, len(naive) / naive_seconds, len(naive) - len(set(naive)))


def measure_open(scratch: Path, many: int) -> list[Costs]:
    """Measure what a turn and a dispatcher do, among none and among so many open callbacks."""
    alone, among = database(scratch / "alone.db"), database(scratch / "among.db")
    for engine in (alone, among):
        seat(engine)
        fill(engine, 1, "offered")
    fill(among, many, "offered", first=1)
    deciding = rules("agent-first")
    works: dict[str, Callable[[Engine], Any]] = {
        "a decision": lambda engine: _decide(engine, deciding),
        "finding the caller's": _find,
        "what is promised": _promise,
        "holding them during a call": _hold,
        "a desk's list": _list,
        "the day's account": _account,
    }
    return [Costs(what, _ms(work, alone), _ms(work, among)) for what, work in works.items()]


def _at_once(claim: Callable[[], str]) -> tuple[float, list[str]]:
    taken: list[str] = []
    lock = Lock()

    def dispatch() -> None:
        while one := claim():
            with lock:
                taken.append(one)

    threads = [Thread(target=dispatch) for _ in range(DISPATCHERS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started, taken


def _naive(engine: Engine) -> str:
    """Look in one transaction, write in another."""
    first = select(callbacks.c.id).where(callbacks.c.state == "due").limit(1)
    with engine.connect().execution_options(readonly=True) as connection:
        found = connection.execute(first.order_by(callbacks.c.requested_at)).scalar()
    if found is None:
        return ""
    with engine.begin() as connection:
        this = update(callbacks).where(callbacks.c.id == found)
        connection.execute(this.values(state="ringing"))
    return str(found)


def _reset(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(callbacks).values(state="due"))


def _decide(engine: Engine, deciding: Rules) -> None:
    with engine.begin() as connection:
        made = decide(connection, NOW, lambda c, id_: admitted(c, id_, deciding))
        if made is None:
            raise WrongAnswer("nobody was offered")
    with engine.begin() as connection:
        ended(connection, made.offer, "failed", NOW - timedelta(minutes=10), NONE)


def _find(engine: Engine) -> None:
    with engine.connect().execution_options(readonly=True) as connection:
        if not find_theirs(connection, number(0), LINE).value:
            raise WrongAnswer("the open callback was not found")


def _promise(engine: Engine) -> None:
    """Count for whoever has just asked: all the others come before."""
    with engine.connect().execution_options(readonly=True) as connection:
        first = open_between(connection, number(0), LINE)
        if first is None:
            raise WrongAnswer("the open callback was not found")
        ahead(connection, replace(first, id="new", requested_at=NOW), NOW)


def _hold(engine: Engine) -> None:
    with engine.begin() as connection:
        hold(connection, "CA", number(0), LINE, NOW)
    with engine.begin() as connection:
        release(connection, "CA", number(0), LINE)


def _list(engine: Engine) -> None:
    with engine.connect().execution_options(readonly=True) as connection:
        promises(connection, NOW)


def _account(engine: Engine) -> None:
    with engine.connect().execution_options(readonly=True) as connection:
        account_of(connection, NOW.date(), NOW)


def _ms(work: Callable[[Engine], Any], engine: Engine) -> float:
    work(engine)
    took = []
    for _ in range(TIMES):
        started = time.perf_counter()
        work(engine)
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


def told(scratch: Path, many: int) -> list[str]:
    """Measure both, and say it."""
    claimed = measure_claims(scratch)
    costs = measure_open(scratch, many)
    return [
        f"{DISPATCHERS} dispatchers, {DUE} due: {claimed.rate:.0f} callbacks/s, none twice",
        f"a naive claim: {claimed.naive_rate:.0f}/s, {claimed.naive_doubles} of them twice",
        *(
            f"{one.what}: {one.without_ms:.2f} ms; among {many:,} open: {one.with_ms:.2f} ms"
            for one in costs
        ),
    ]


if __name__ == "__main__":
    many = 10_000 if "--small" in sys.argv else 100_000
    sys.exit(alone(lambda scratch: told(scratch, many)))
