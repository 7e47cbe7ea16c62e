"""A company under attack: its processes, which may die, and the telephones around them."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import requests

from ivr.queue.valkey import Valkey
from ivr.run.ports import free_port
from simulator.clock import VirtualClock
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.leg import Leg
from simulator.server import served
from simulator.transport import HttpTransport
from tests.chaos.checker import Call
from tests.chaos.kills import Nemesis
from tests.chaos.rows import Row, Rows, instant
from tests.chaos.seeds import SEED
from tests.chaos.staff import Staff, hired, kill_all, parent_of
from tests.processes import soon

LINE, LOG = "+358931570000", "words.log"
OUR_SECRET = "a secret of ours"
NIGHT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
"""Sunday 22.00 and Monday 8.05 in Helsinki."""
PATIENCE_SECONDS = 90.0
RESULTS = ("ring.before-result", "ring.after-result")
PAUSE_SECONDS = 0.01
OVER = (
    "('done', 'refused', 'unreachable', 'served_otherwise',"
    " 'cancelled_by_caller', 'cancelled_by_staff')"
)


@dataclass
class Town:
    """
    `at` is business time; `seed` is a bug that its processes have; `slow`: see `twilio`.

    `serving` is the web server that has begun to answer.
    """

    data_dir: Path
    database_url: str
    exchange: Exchange
    api_url: str
    port: int
    staff: Staff
    redis: Valkey | None
    at: datetime = NIGHT
    expected: tuple[str, ...] = ()
    seed: str = ""
    slow: bool = False
    lease_seconds: str = "1.0"
    serving: int = 0

    def __post_init__(self) -> None:
        self.rows = Rows(self.database_url)
        folder = self.data_dir / "failpoints"
        folder.mkdir()
        self.nemesis = Nemesis(
            folder,
            {
                "self": lambda pid: kill_all([pid]),
                "parent": lambda pid: kill_all([parent_of(pid)]),
                "worker": lambda _: self.staff.kill("worker"),
                "redis": lambda _: self.empty_redis(),
                "away": lambda _: self.lose_redis(),
                "none": lambda _: None,
                "hold": lambda _: None,
            },
        )

    def begin(self, at: datetime, *roles: str) -> None:
        """Let these processes run from now on, and no others."""
        with self.nemesis.lock:
            self.at, self.expected = at, roles
            for role in list(self.staff.running):
                self.staff.kill(role)
            for role in roles:
                self._start(role)

    def revive(self) -> None:
        """Start again whoever has been killed, as systemd does."""
        with self.nemesis.lock:
            for role in self.expected:
                if not self.staff.lives(role):
                    self._start(role)

    def lose_redis(self) -> None:
        """`kill -9`."""
        if self.redis:
            os.kill(self.redis.pid, signal.SIGKILL)

    def empty_redis(self) -> None:
        """`kill -9`, and nothing is left of what it held."""
        if self.redis:
            self.lose_redis()
            shutil.rmtree(self.data_dir / "valkey" / "appendonlydir", ignore_errors=True)
            assert soon(self.redis.revive)

    def twilio(self, over: Event) -> None:
        """
        Let calls go on. A slow Twilio only queues them as long as there is somebody to kill.

        How long the web server takes to come back is up to this machine, so time stands still
        meanwhile; only what it was about to answer when it was killed is lost. So it is with what
        a worker takes to write down a result at which somebody is killed: a call that is faster
        writes it down itself.
        """
        agenda = self.exchange.plant.agenda
        while not over.wait(PAUSE_SECONDS):
            while agenda and self._is_answered() and not self._stands_still():
                with self.exchange.lock:
                    if agenda:  # a call being dialled meanwhile may have emptied it
                        agenda.popleft()()

    def settles(self, number: str) -> None:
        """Revive, and let time pass, until nothing is open for this number."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._is_settled(number):
            assert time.monotonic() < until, self.story(number)
            self.revive()
            self._pass_time(number)
            time.sleep(PAUSE_SECONDS)

    def callbacks(self, number: str) -> list[Row]:
        """Return the callbacks to a number."""
        return self.rows("SELECT * FROM callbacks WHERE number = :number", number=number)

    @property
    def log(self) -> str:
        """What its processes have said, all of it."""
        return (self.data_dir / LOG).read_text("utf-8", "replace")

    def told(self) -> str:
        """All that leaves its processes but for the calls: logs, metrics, and writes to Redis."""
        metrics = requests.get(f"http://127.0.0.1:{self.port}/metrics", timeout=5).text
        written = sorted((self.data_dir / "valkey" / "appendonlydir").glob("*.aof"))
        rung = [file.read_text("utf-8", "replace") for file in written]
        assert metrics, "no metrics to look at"
        return "\n".join([self.log, metrics, *rung])

    def calls(self) -> list[Call]:
        """Return the exchange's log."""
        return [_call(leg) for leg in self.exchange.calls]

    def story(self, number: str) -> str:
        """Tell all of a number, for a test that fails."""
        events = self.rows(
            "SELECT to_state, why FROM callback_events e JOIN callbacks c ON c.id = e.callback_id"
            " WHERE c.number = :number ORDER BY e.id",
            number=number,
        )
        legs = [leg for leg in self.exchange.calls if number in {leg.from_, leg.to}]
        told = {
            "done": self.nemesis.done,
            "waits": [file.name for file in self.nemesis.folder.iterdir()],
            "events": [tuple(row.values()) for row in events],
            "calls": [(leg.direction, leg.status, leg.transcript) for leg in legs],
            "attempts": self.rows("SELECT * FROM attempts WHERE number = :number", number=number),
            "problems": self.exchange.problems[-3:],
            "log": self.log[-3000:],
        }
        return "\n".join(f"{name}: {value}" for name, value in told.items())

    def _stands_still(self) -> bool:
        return self.nemesis.point in RESULTS or (self.slow and self.nemesis.is_busy)

    def _is_answered(self) -> bool:
        """Does the web server run, and has it begun to answer?"""
        return self.serving == self.staff.running.get("web", 0) and self.staff.lives("web")

    def _start(self, role: str) -> None:
        self.staff.start(role, self._environ())
        if role == "web":
            assert soon(lambda: self._answers() or not self.staff.lives(role))
            assert self.staff.lives(role), f"the web server has ended: {self.log[-3000:]}"
            self.serving = self.staff.running[role]

    def _is_settled(self, number: str) -> bool:
        live = "SELECT id FROM attempts WHERE number = :number AND state <> 'ended'"
        still = f"SELECT id FROM callbacks WHERE number = :number AND state NOT IN {OVER}"  # noqa: S608 -- ours
        return not (
            self.nemesis.is_busy
            or self.rows(still, number=number)
            or self.rows(live, number=number)
        )

    def _pass_time(self, number: str) -> None:
        """When all that is left is to wait, the wait is over."""
        asleep = [row for row in self.callbacks(number) if row["state"] == "waiting_retry"]
        if asleep:
            due = instant(asleep[0]["due_at"])
            if due > self.at + timedelta(seconds=30):
                self.begin(due, "web", "worker")

    def _environ(self) -> dict[str, str]:
        offset = (self.at - datetime.fromtimestamp(time.time(), UTC)).total_seconds()
        return {
            "LINJA_DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis.url if self.redis else "",
            "PORT": str(self.port),
            "SECRET_KEY": OUR_SECRET,
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_API_URL": self.api_url,
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "LINJA_CLOCK_OFFSET": f"{offset:.3f}",
            "LINJA_CALL_PACE_SECONDS": "0",
            "LINJA_CALL_LEASE_SECONDS": self.lease_seconds,
            "LINJA_CALL_DOUBT_SECONDS": "0.1",
            "LINJA_CALL_LOOK_SECONDS": "0.3",
            "LINJA_FAILPOINTS": str(self.nemesis.folder),
            SEED: self.seed,
        }

    def _answers(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/health/live", timeout=2).ok
        except requests.RequestException:
            return False


def _call(leg: Leg) -> Call:
    said = " ".join(event["say"] for event in leg.transcript if "say" in event)
    talks = [other for other in leg.plant.legs.values() if other.parent is leg]
    longest = max((other.duration_seconds for other in talks), default=0)
    ended = leg.plant.clock.seconds if leg.ended_at is None else leg.ended_at
    return Call(leg.from_, leg.to, leg.direction, leg.created_at, ended, said, longest)


@contextmanager
def open_town(data_dir: Path, database_url: str, redis: Valkey | None) -> Iterator[Town]:
    """Open it, nobody running yet."""
    port, over = free_port(), Event()
    exchange = Exchange(
        HttpTransport(), app_url=f"http://127.0.0.1:{port}", clock=VirtualClock(time.time)
    )
    with ExitStack() as opened:
        api_url = opened.enter_context(served(exchange))
        staff = opened.enter_context(hired(data_dir / LOG))
        town = Town(data_dir, database_url, exchange, api_url, port, staff, redis)
        opened.callback(town.rows.close)
        opened.enter_context(town.nemesis.at_work())
        Thread(target=town.twilio, args=(over,), daemon=True).start()
        opened.callback(over.set)
        yield town
