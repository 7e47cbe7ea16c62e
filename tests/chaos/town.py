"""A company under attack: its processes, which may die, and the telephones around them."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import requests

from ivr.run.ports import free_port
from simulator.clock import VirtualClock
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.leg import Leg
from simulator.server import served, settle_until
from simulator.transport import HttpTransport

LINE = "+358931570000"
NIGHT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
"""Sunday 22.00 and Monday 8.05 in Helsinki."""
RECEIPT = "Soittopyyntönne on kirjattu"
PATIENCE_SECONDS = 20.0
ROOT = Path(__file__).parents[2]


@dataclass
class Town:
    """`kills` are the failpoints that are still to kill somebody, by role."""

    data_dir: Path
    exchange: Exchange
    api_url: str
    port: int
    nursery: subprocess.Popen[str]
    kills: dict[str, list[str]] = field(default_factory=dict)
    at: datetime = NIGHT
    running: dict[str, int] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)

    def start(self, role: str) -> None:
        """Start a process, to be killed at the next failpoint of its role."""
        armed = self.kills.get(role, [])
        environ = {**self._environ(), "LINJA_FAILPOINT": armed[0] if armed else ""}
        pipe_in, pipe_out = self.nursery.stdin, self.nursery.stdout
        assert pipe_in is not None
        assert pipe_out is not None
        pipe_in.write(json.dumps({"role": role, "environ": environ}) + "\n")
        pipe_in.flush()
        self.running[role] = int(pipe_out.readline())
        if role == "web":
            wait_until(self._answers)

    def stop(self, role: str) -> None:
        """Kill a process that is alive."""
        pid = self.running.pop(role, None)
        if pid is not None and alive(pid):
            os.kill(pid, signal.SIGKILL)
            wait_until(lambda: not alive(pid))

    def move_to(self, at: datetime) -> None:
        """Let business time be this, for everybody."""
        self.at = at
        for role in list(self.running):
            self.stop(role)
            self.start(role)

    def revive(self) -> None:
        """Start again whoever has been killed."""
        for role, pid in list(self.running.items()):
            if not alive(pid):
                self.killed += self.kills.get(role, [])[:1]
                self.kills[role] = self.kills.get(role, [])[1:]
                self.start(role)

    def books(self, number: str) -> None:
        """Call until the receipt is heard, as somebody does who is cut off."""
        for _ in range(4):
            leg = self.exchange.dial(number, LINE)
            for keys in ("0", "1"):
                if not leg.ended and leg.wait:
                    self.exchange.press(leg, keys)
            if not leg.ended:
                self.exchange.hang_up(leg)
            self.revive()
            if hears(leg, RECEIPT) or hears(leg, "Olette jo pyytänyt"):
                return
        raise AssertionError(f"no receipt: {leg.transcript} {self.exchange.problems[-5:]}")

    def rows(self, query: str, *values: str) -> list[sqlite3.Row]:
        """Read the database as it is."""
        with sqlite3.connect(self.data_dir / "linja.db", timeout=10) as connection:
            connection.row_factory = sqlite3.Row
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def settles(self, number: str) -> None:
        """Revive, and let time pass, until nothing is open for this number."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._is_settled(number):
            assert time.monotonic() < until, self.story(number)
            self.revive()
            self._pass_time(number)
            time.sleep(0.02)

    def story(self, number: str) -> str:
        """Tell all of a number, for a test that fails."""
        events = self.rows(
            "SELECT to_state, why FROM callback_events e JOIN callbacks c ON c.id = e.callback_id"
            " WHERE c.number = ? ORDER BY e.id",
            number,
        )
        calls = [(leg.direction, leg.status, leg.transcript) for leg in self.legs(number)]
        told = [tuple(row) for row in events]
        tried = self.rows("SELECT * FROM attempts WHERE number = ?", number)
        rows = [dict(row) for row in tried]
        return f"killed: {self.killed}\nevents: {told}\ncalls: {calls}\nattempts: {rows}"

    def legs(self, number: str) -> list[Leg]:
        """Return every call from or to a number."""
        return [leg for leg in self.exchange.calls if number in {leg.from_, leg.to}]

    def _is_settled(self, number: str) -> bool:
        waiting = self.rows(
            "SELECT id FROM callbacks WHERE number = ? AND state NOT IN"
            " ('done', 'refused', 'unreachable', 'served_otherwise', 'cancelled_by_caller',"
            " 'cancelled_by_staff')",
            number,
        )
        live = self.rows("SELECT id FROM attempts WHERE number = ? AND state <> 'ended'", number)
        return not waiting and not live and not any(self.kills.values())

    def _pass_time(self, number: str) -> None:
        """When all that is left is to wait, the wait is over."""
        rows = self.rows("SELECT state, due_at FROM callbacks WHERE number = ?", number)
        asleep = [row["due_at"] for row in rows if row["state"] == "waiting_retry"]
        if asleep:
            due = datetime.fromisoformat(asleep[0]).replace(tzinfo=UTC)
            if due > self.at + timedelta(seconds=30):
                self.move_to(due)

    def _environ(self) -> dict[str, str]:
        offset = (self.at - datetime.fromtimestamp(time.time(), UTC)).total_seconds()
        return {
            "LINJA_DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "SECRET_KEY": "a secret of ours",
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_API_URL": self.api_url,
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "LINJA_CLOCK_OFFSET": f"{offset:.3f}",
            "LINJA_CALL_PACE_SECONDS": "0",
            "LINJA_CALL_LEASE_SECONDS": "1",
            "LINJA_CALL_DOUBT_SECONDS": "0.2",
            "LINJA_CALL_LOOK_SECONDS": "0.6",
        }

    def _answers(self) -> bool:
        if not alive(self.running["web"]):
            raise AssertionError("the web server has ended while it started")
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/health/live", timeout=2).ok
        except requests.RequestException:
            return False


def hears(leg: Leg, words: str) -> bool:
    """Were these words said on this call?"""
    return any(words in event.get("say", "") for event in leg.transcript)


def alive(pid: int) -> bool:
    """Does this process run?"""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come soon."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


@contextmanager
def open_town(data_dir: Path) -> Iterator[Town]:
    """Open it, nobody running yet; everybody is killed at the end."""
    port = free_port()
    exchange = Exchange(
        HttpTransport(), app_url=f"http://127.0.0.1:{port}", clock=VirtualClock(time.time)
    )
    stop = Event()
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.nursery"],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with served(exchange) as api_url:
        Thread(target=settle_until, args=(stop, exchange), daemon=True).start()
        town = Town(data_dir, exchange, api_url, port, nursery)
        try:
            yield town
        finally:
            stop.set()
            for role in list(town.running):
                town.stop(role)
            nursery.kill()
            nursery.communicate()
