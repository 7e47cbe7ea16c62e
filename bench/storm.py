"""Pushes and calls at once, each at its time; an oracle knows what every caller may hear."""

import json
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from threading import Lock, Thread

from bench.company import SOURCE
from bench.load import OK, ask
from bench.residents import NOW, Resident, outage, postcodes
from bench.servers import serving
from bench.turns import WrongAnswer, environ
from bench.webhooks import AT, FIRST_HOUR, HOURS, Webhook, form_of, incoming, words_of
from ivr.db.engine import open_engine
from ivr.feeds.tokens import new_token
from ivr.run.children import WORKER

PUSHERS, CALLERS = 4, 8
PLACES = 100
AS_SERVED = (
    *("--config", "python:ivr.run.gunicorn"),
    *("--worker-class", WORKER, "--threads", "4"),
)
"""As `linja serve` does: a push that waits for its turn must not keep a process from callers."""
DOUBLED, LATE, BROKEN = 0.05, 0.05, 0.01
LATEST_HOUR = FIRST_HOUR + len(HOURS["fi"])


@dataclass(frozen=True, slots=True)
class Plan:
    """So many pushes and calls a second, for so long."""

    a_second: int = 50
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Stormed:
    """Calls alone and calls during pushes, in milliseconds; and how many there were of each."""

    calls: int
    pushes: int
    idle_p99_ms: float
    p50_ms: float
    p99_ms: float
    push_p99_ms: float


def measure_storm(database: Path, scratch: Path, plan: Plan, calling: Executor) -> Stormed:
    """Load a server over a copy of the company. Raises WrongAnswer for one untrue statement."""
    copy = scratch / "storm.db"
    shutil.copyfile(database, copy)
    token = _token(copy)
    settings, log = environ(copy, scratch), scratch / "storm.log"
    with serving("wsgi:app", settings, log, AS_SERVED) as server:
        return calling.submit(storm, server.port, token, plan).result()


@dataclass(slots=True)
class Told:
    """An estimate as it was pushed: when it was sent, and when the answer was there."""

    hour: int
    sent: float
    taken: float | None = None


@dataclass(slots=True)
class Truth:
    """What is true of each place, and since when."""

    told: dict[int, list[Told]] = field(default_factory=lambda: defaultdict(list))
    lock: Lock = field(default_factory=Lock)

    def possible(self, at: int, began: float, ended: float) -> set[int]:
        """Return the hours that a call may have heard: true at some moment while it lasted."""
        with self.lock:
            told = list(self.told[at])
        found = set()
        for one, after in zip(told, [*told[1:], None], strict=True):
            replaced = after.taken if after else None
            if one.sent <= ended and (replaced is None or replaced >= began):
                found.add(one.hour)
        return found


def storm(port: int, token: str, plan: Plan) -> Stormed:
    """Call alone, then call and push; runs in a process of its own."""
    truth, wrong = Truth(), list[str]()
    places = [Resident(index) for index in range(0, PLACES * 8, 8)]
    for one in places:
        truth.told[_at(one)].append(Told(one.back_at_hour, 0.0, 0.0))
    pushed: list[float] = []
    calls = _Calls(port, places, truth, wrong)
    _paced(1, plan, calls)  # what every process does once only
    calls.seconds.clear()
    idle = _run(plan, [calls])
    pushes = [_Pushes(port, token, places[n::PUSHERS], truth, pushed) for n in range(PUSHERS)]
    busy = _run(plan, [calls, *pushes])
    wrong += [problem for one in pushes for problem in one.wrong]
    if wrong:
        raise WrongAnswer(f"{len(wrong)} of {len(busy)}, such as {wrong[0]}")
    during = quantiles(busy, n=100)
    return Stormed(
        calls=len(busy),
        pushes=len(pushed),
        idle_p99_ms=quantiles(idle, n=100)[98] * 1e3,
        p50_ms=during[49] * 1e3,
        p99_ms=during[98] * 1e3,
        push_p99_ms=quantiles(pushed, n=100)[98] * 1e3,
    )


class _Calls:
    """Each of many threads makes the next call when its time has come."""

    threads = CALLERS

    def __init__(
        self, port: int, places: Sequence[Resident], truth: Truth, wrong: list[str]
    ) -> None:
        self._port, self._places, self._truth, self._wrong = port, places, truth, wrong
        self.seconds: list[float] = []

    def __call__(self, number: int) -> None:
        one = self._places[number * 7 % len(self._places)]
        sid = f"CA{time.monotonic_ns():032d}"
        webhook = Webhook(incoming(form_of(one) | {"CallSid": sid}), words_of(one))
        began = time.perf_counter()
        answer = ask(self._port, webhook)
        ended = time.perf_counter()
        self.seconds.append(ended - began)
        may = self._truth.possible(_at(one), began, ended)
        said = _hours(one, answer)
        right = answer.startswith(OK) and all(words in answer for words in webhook.needed)
        if not right or len(said) != 1 or not said <= may:
            text = answer.decode("utf-8", "replace")
            self._wrong.append(f"{one.postcode} heard {said}, true is {may}: {text}")


class _Pushes:
    """One of several machines of the source; each place is told of by one of them, in order."""

    threads = 1

    def __init__(
        self, port: int, token: str, places: Sequence[Resident], truth: Truth, took: list[float]
    ) -> None:
        self._port, self._token, self._places = port, token, places
        self._truth, self._took = truth, took
        self._random = random.Random(len(places))  # noqa: S311 -- the same in every run
        self._revision = 1
        self.wrong: list[str] = []

    def __call__(self, number: int) -> None:
        one = self._places[number % len(self._places)]
        told = self._truth.told[_at(one)]
        chance = self._random.random()
        if chance < BROKEN:
            self._send(one, told[-1].hour, {"status": "broken"}, b'"rejected": [{')
        elif chance < BROKEN + LATE and len(told) > 1:
            hour = self._random.randrange(FIRST_HOUR, LATEST_HOUR)
            self._send(one, hour, {"revision": 0}, b'"older": ["Q-')
        else:
            self._change(one, told)
            if chance > 1 - DOUBLED:
                version = {"revision": self._revision, "updated_at": self._now}
                self._send(one, told[-1].hour, version, b'"unchanged": ["Q-')

    @property
    def _now(self) -> str:
        return (NOW - timedelta(minutes=50) + timedelta(seconds=self._revision)).isoformat()

    def _change(self, one: Resident, told: list[Told]) -> None:
        self._revision += 1
        hours = [h for h in range(FIRST_HOUR, LATEST_HOUR) if h != told[-1].hour]
        said = Told(self._random.choice(hours), time.perf_counter())
        with self._truth.lock:
            told.append(said)
        version = {"revision": self._revision, "updated_at": self._now}
        self._send(one, said.hour, version, b'"accepted": ["Q-')
        said.taken = time.perf_counter()

    def _send(self, one: Resident, hour: int, changes: dict[str, object], expected: bytes) -> None:
        item = {**outage(f"Q-{_at(one)}", [one.postcode], hour), **changes}
        body = json.dumps({"outages": [item]}).encode()
        head = (
            f"POST /feeds/{SOURCE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            f"Authorization: Bearer {self._token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        began = time.perf_counter()
        answer = ask(self._port, Webhook(head.encode() + body, ()))
        self._took.append(time.perf_counter() - began)
        if expected not in answer:
            self.wrong.append(f"push: {expected!r} is not in {answer!r}")


def _run(plan: Plan, kinds: Sequence["_Calls | _Pushes"]) -> list[float]:
    """Let each kind do its work at its pace; return how long each call took."""
    (calls,) = (one for one in kinds if isinstance(one, _Calls))
    calls.seconds = []
    pushers = sum(isinstance(one, _Pushes) for one in kinds)
    threads = [
        Thread(target=_paced, args=(1 if isinstance(one, _Calls) else pushers, plan, one))
        for one in kinds
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return calls.seconds


def _paced(shared_by: int, plan: Plan, work: "_Calls | _Pushes") -> None:
    """Do it so many times a second, each at its time: who is late does not slow the others."""
    pace = shared_by / plan.a_second
    count = int(plan.seconds / pace)
    began, lock, coming = time.perf_counter(), Lock(), iter(range(count))

    def one_by_one(take: Callable[[], int | None]) -> None:
        while (number := take()) is not None:
            time.sleep(max(0.0, began + number * pace - time.perf_counter()))
            work(number)

    def take() -> int | None:
        with lock:
            return next(coming, None)

    threads = [Thread(target=one_by_one, args=(take,)) for _ in range(work.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _hours(one: Resident, answer: bytes) -> set[int]:
    phrases = [AT[one.language].format(hour).encode() for hour in HOURS[one.language]]
    return {FIRST_HOUR + n for n, phrase in enumerate(phrases) if phrase in answer}


def _at(one: Resident) -> int:
    return one.index % len(postcodes())


def _token(database: Path) -> str:
    engine = open_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        token = new_token(connection, SOURCE, "push", NOW)
    engine.dispose()
    return token
