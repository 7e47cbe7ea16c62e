"""Let it storm: telephones and the source, each at its time, against a real server."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock, Thread

from bench.company import SOURCE, add_customers, found, opened, push
from bench.load import ask
from bench.residents import NOW
from bench.servers import Server, serving
from bench.storm import AS_SERVED
from bench.tempest.callers import Caller, affected, callers, reaches_a_person
from bench.tempest.hearing import Heard, Storm
from bench.tempest.plan import Plan
from bench.tempest.source import LISTED_EVERY, Outages, Source, broken_at
from bench.tempest.truth import Truth
from bench.turns import environ
from bench.webhooks import Webhook
from ivr.db.migrate import newest_revision
from ivr.feeds.tokens import new_token

TELEPHONES, PUSHERS = 32, 4
ZERO_OF_THREE = 3
"""Every third caller presses zero."""
REST_SECONDS = 1.0
LATE = '"event": "directory not read, going on without"'


def storm(plan: Plan, cache: Path, scratch: Path, say: Callable[[str], None]) -> Storm:
    """Make the company, break it, and let everybody call."""
    database = scratch / "company.db"
    shutil.copyfile(_kept(cache, plan, say), database)
    truth = Truth()
    outages = Outages(truth, dict(broken_at(affected(plan), plan.outages)))
    token = _break(database, outages)
    who = callers(len(plan.calls()), plan, truth.places)
    log = scratch / "web.log"
    with serving("wsgi:app", environ(database, scratch), log, AS_SERVED) as server:
        say(f"{len(who)} calls in {plan.seconds:.0f} seconds.")
        heard = _Weather(plan, server, outages, token, who).passes()
    heard.late_reads = log.read_text("utf-8", "replace").count(LATE)
    return heard


class _Weather:
    def __init__(
        self, plan: Plan, server: Server, outages: Outages, token: str, who: Sequence[Caller]
    ) -> None:
        self._plan, self._server, self._who = plan, server, who
        self._truth = outages.truth
        names = list(outages.places)
        listed = names[::LISTED_EVERY]
        single = [name for name in names if name not in set(listed)]
        source = partial(Source, server.port, token, outages)
        self._lists = source(listed)
        self._pushes = [source(single[n::PUSHERS]) for n in range(PUSHERS)]
        self._heard = Storm()
        self._began = 0.0

    def passes(self) -> Storm:
        """Begin everything at its time, and wait until all is over."""
        self._warm_up()
        heard, plan = self._heard, self._plan
        heard.workers_before = self._server.workers()
        self._began = time.perf_counter()
        jobs = [self._at_times(plan.calls(), self._call, TELEPHONES)]
        for number, pusher in enumerate(self._pushes):
            jobs.append(self._at_times(plan.pushes()[number::PUSHERS], pusher.push, 1))
        jobs.append(self._at_times(plan.snapshots(), self._lists.list_all, 1))
        jobs.append(self._at_times([plan.restart_at], self._restart, 1))
        for thread in [thread for threads in jobs for thread in threads]:
            thread.join()
        heard.workers_after = self._server.workers()
        heard.lists = self._lists.seconds
        heard.pushes = [seconds for one in self._pushes for seconds in one.seconds]
        heard.again = sum(one.again for one in (self._lists, *self._pushes))
        heard.refused += [words for one in (self._lists, *self._pushes) for words in one.wrong]
        return heard

    def _warm_up(self) -> None:
        """Let each process do once what it does once only."""
        nobody = Caller(10**9, None)
        for _ in range(TELEPHONES):
            ask(self._server.port, Webhook(nobody.call, ()))
        time.sleep(REST_SECONDS)

    def _at_times(
        self, times: Sequence[float], work: Callable[[int], None], threads: int
    ) -> list[Thread]:
        due = [self._began + at for at in times]
        return at_times(due, work, threads, self._heard.refused)

    def _call(self, number: int) -> None:
        one, due = self._who[number], self._plan.calls()[number]
        began = time.perf_counter()
        turns: list[float] = []
        wrong, failed, without = "", "", False
        try:
            answer = self._turn(one.call, turns)
            wrong = one.mishears(answer, self._truth, (began, time.perf_counter()))
            without = bool(wrong) and one.goes_without(answer)
            wrong = "" if without else wrong
            if without or (number % ZERO_OF_THREE == 0 and not wrong):
                zero = self._turn(one.zero(answer), turns)
                failed = "" if reaches_a_person(zero) else f"no person: {zero[:300]!r}"
        except (OSError, ValueError) as problem:
            failed = f"{type(problem).__name__}: {problem}"
        behind = began - self._began - due
        self._heard.calls.append(Heard(due, behind, tuple(turns), wrong, failed, without))

    def _turn(self, request: bytes, turns: list[float]) -> bytes:
        began = time.perf_counter()
        answer = ask(self._server.port, Webhook(request, ()))
        turns.append(time.perf_counter() - began)
        return answer

    def _restart(self, _number: int) -> None:
        """As `systemctl reload`: gunicorn replaces its workers, and lets the old ones finish."""
        os.kill(self._server.master, signal.SIGHUP)


def at_times(
    times: Sequence[float], work: Callable[[int], None], threads: int, failed: list[str]
) -> list[Thread]:
    """Begin each at its time; what fails is told of, else it would be calm from then on."""
    coming, lock = count(), Lock()

    def go() -> None:
        while True:
            with lock:
                number = next(coming)
            if number >= len(times):
                return
            time.sleep(max(0.0, times[number] - time.perf_counter()))
            try:
                work(number)
            except Exception as problem:  # noqa: BLE001 -- whatever it is
                failed.append(f"{type(problem).__name__}: {problem}")

    started = [Thread(target=go) for _ in range(min(threads, len(times)))]
    for thread in started:
        thread.start()
    return started


def _kept(cache: Path, plan: Plan, say: Callable[[str], None]) -> Path:
    path = cache / f"storm-{plan.customers}-{newest_revision()}.db"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        say(f"Making {plan.customers} customers, once.")
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        services = found(half)
        add_customers(services, plan.customers)
        services.engine.dispose()
        half.rename(path)
    return path


def _break(database: Path, outages: Outages) -> str:
    """Have the outages that there are when it begins; return a token of their source."""
    services = opened(database)
    push(services, outages.begin())
    with services.engine.begin() as connection:
        token = new_token(connection, SOURCE, "push", NOW)
    services.engine.dispose()
    return token
