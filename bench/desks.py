"""`python -m bench.desks`: what desks that ask cost callers, and a desk with 500 waiting."""

import argparse
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import Event, Process
from multiprocessing.synchronize import Event as Stop
from pathlib import Path
from statistics import median, quantiles

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from bench.company import LINE, found
from bench.load import HOST, load
from bench.residents import NOW, Resident
from bench.servers import serving
from bench.turns import WrongAnswer, environ
from bench.webhooks import Webhook, first_turn
from ivr.accounts import passwords, people
from ivr.accounts.cookie import HOST_ONLY
from ivr.accounts.sign_ins import sign_in
from ivr.app import create_app
from ivr.dispatch.agents import keep_agent
from ivr.dispatch.people import Joining, join
from ivr.services import Services
from ivr.settings import Settings
from routing.waiting import Wanted

DESKS, ASKERS, WAITING = 200, 8, 500
CALLERS, AT_ONCE = 100, 4
SEEN = (b"<Gather",)
TIMES = 20


@dataclass(frozen=True, slots=True)
class Told:
    """Calls without and with desks that ask, window by window; and what one desk costs."""

    alone_ms: Sequence[float]
    asked_ms: Sequence[float]
    alone_p99_ms: Sequence[float]
    asked_p99_ms: Sequence[float]
    asked_a_second: float
    desk_ms: float


def measure(scratch: Path, rounds: int, seconds: float) -> Told:
    """Serve one company; let callers call, in turns without and with desks that ask."""
    database = scratch / "desks.db"
    services = found(database)
    cookies = _sit_down(services)
    who = [Webhook(first_turn(Resident(n)).request, SEEN) for n in range(CALLERS)]
    alone, asked, answered = [], [], 0.0
    with serving("wsgi:app", environ(database, scratch), scratch / "web.log", GTHREAD) as server:
        load(server.port, who, AT_ONCE, seconds)
        for _ in range(rounds):
            alone.append(_call(server.port, who, seconds))
            with _asking(server.port, cookies, scratch / "asked.txt"):
                asked.append(_call(server.port, who, seconds))
            answered += float((scratch / "asked.txt").read_text("ascii"))
    return Told(
        [one[0] for one in alone],
        [one[0] for one in asked],
        [one[1] for one in alone],
        [one[1] for one in asked],
        answered / rounds,
        _desk_with_a_line(services, cookies[0]),
    )


GTHREAD = ("--worker-class", "gthread", "--threads", "4")
"""As `linja run` and `linja serve` have it."""


def _sit_down(services: Services) -> list[str]:
    """Give everybody a desk; return the cookies with which they ask."""
    passwords.HASHER = PasswordHasher(1, 8, 1)
    cookies = []
    with services.engine.begin() as connection:
        for number in range(DESKS):
            name = f"agent{number}"
            people.add(connection, name, "kolme pientä porsasta", ["agent"], NOW)
            keep_agent(connection, name, f"+3589315{number:05}", ["service-fi"], NOW)
            cookies.append(sign_in(connection, name, HOST, "bench", NOW))
    return cookies


def _call(port: int, who: Sequence[Webhook], seconds: float) -> tuple[float, float]:
    heard = load(port, who, AT_ONCE, seconds)
    if heard.wrong:
        raise WrongAnswer(heard.wrong[0])
    cuts = quantiles(heard.seconds, n=100)
    return cuts[49] * 1e3, cuts[98] * 1e3


@contextmanager
def _asking(port: int, cookies: Sequence[str], told: Path) -> Iterator[None]:
    """Let every desk ask once a second, from a process of its own."""
    stop, begun = Event(), Event()
    desks = Process(target=ask_on, args=(port, cookies, stop, begun, told))
    desks.start()
    begun.wait()
    try:
        yield
    finally:
        stop.set()
        desks.join()


def ask_on(port: int, cookies: Sequence[str], stop: Stop, begun: Stop, told: Path) -> None:
    """Ask for each desk once a second, spread over it; tell how many were answered in one."""
    versions = {cookie: _ask(port, cookie, "") for cookie in cookies}
    begun.set()  # each has drawn its board: from now on it asks for news
    began, answered = time.monotonic(), [0] * ASKERS

    def ask_for(asker: int) -> None:
        mine = cookies[asker::ASKERS]
        while not stop.is_set():
            cookie = mine[answered[asker] % len(mine)]
            due = began + answered[asker] / len(mine)
            time.sleep(max(0.0, due - time.monotonic()))
            versions[cookie] = _ask(port, cookie, versions[cookie])
            answered[asker] += 1

    with ThreadPoolExecutor(ASKERS) as asking:
        list(asking.map(ask_for, range(ASKERS)))
    told.write_text(f"{sum(answered) / (time.monotonic() - began):.1f}", "ascii")


def _ask(port: int, cookie: str, version: str) -> str:
    asked = f"GET /desk/board?version={version} HTTP/1.1\r\nHost: {HOST}"
    head = f"{asked}\r\nCookie: {HOST_ONLY}={cookie}"
    with socket.create_connection((HOST, port), 20) as connection:
        connection.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while part := connection.recv(65536):
            received += part
    if received.startswith(b"HTTP/1.1 204 "):
        return version
    if not received.startswith(b"HTTP/1.1 200 "):
        raise WrongAnswer(received[:200].decode("utf-8", "replace"))
    return received.partition(b'name="version" value="')[2].partition(b'"')[0].decode()


def _desk_with_a_line(services: Services, cookie: str) -> float:
    """How many milliseconds a desk takes to be drawn while so many wait; the median."""
    with services.engine.begin() as connection:
        for number in range(WAITING):
            since = NOW - timedelta(seconds=number)
            join(connection, _waits(f"CA{number}", since), NOW)
    settings = Settings.read({**environ(Path(), Path()), "DATABASE_URL": ""})
    client = create_app(
        settings, Services(settings, services.clock, services.engine)
    ).test_client()
    client.set_cookie(HOST_ONLY, cookie)
    return median(_drawn(client) for _ in range(TIMES)) * 1e3


def _waits(ref: str, since: datetime) -> Joining:
    return Joining(
        kind="call",
        ref=ref,
        line=LINE,
        language="fi",
        topic="any",
        urgent=False,
        since=since,
        teams=[Wanted("service-fi")],
    )


def _drawn(client: FlaskClient) -> float:
    began = time.perf_counter()
    page = client.get("/desk/").text
    if page.count("<tr>") <= WAITING:
        raise WrongAnswer(page[:200])
    return time.perf_counter() - began


def told_in_words(told: Told) -> Iterator[str]:
    """Say it, a line each."""
    pairs = list(zip(told.asked_ms, told.alone_ms, strict=True))
    tails = list(zip(told.asked_p99_ms, told.alone_p99_ms, strict=True))
    yield (
        f"a call's first turn while {DESKS} desks ask ({told.asked_a_second:.0f} a second): p50"
        f" {median(told.asked_ms):.1f} ms, {median(a / b for a, b in pairs):.2f} times that"
        f" without ({median(told.alone_ms):.1f} ms); p99 {median(told.asked_p99_ms):.1f} ms,"
        f" {median(a / b for a, b in tails):.2f} times"
    )
    yield f"a desk with {WAITING} waiting: {told.desk_ms:.0f} ms"


def main() -> int:
    """Measure; return an exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.desks")
    parser.add_argument("--small", action="store_true", help="two short rounds")
    rounds, seconds = (2, 3.0) if parser.parse_args().small else (7, 5.0)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            for line in told_in_words(measure(Path(scratch), rounds, seconds)):
                sys.stdout.write(f"{line}\n")
        except WrongAnswer as problem:
            sys.stdout.write(f"WRONG ANSWER: {problem}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
