"""Kill -9 between every two lines that commit or send a message: it goes out once."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, product
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.migrate import upgrade
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.messages.ledger import new_id, promise
from ivr.messages.records import Message
from ivr.services import Services
from simulator.clock import VirtualClock
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.server import served, settle_until
from simulator.transport import HttpTransport
from tests.ivr.house import LINE, SETTINGS
from tests.ivr.messages.post import SENDER, at, set_sender
from tests.processes import nursery, soon, state_of

ROOT = Path(__file__).parents[3]
POINT = re.compile(r"""\bpoint\(\s*["'](message\.[a-z.-]+)["']\s*\)""")
LOST = ("message.claim.after-commit",)
WORKERS = (
    ("message.mature.before-commit",),
    ("message.mature.after-commit",),
    ("message.claim.before-commit",),
    LOST,
    ("message.after-send",),
    ("message.result.before-commit",),
    ("message.result.after-commit",),
    (*LOST, "message.doubt.before-commit"),
    (*LOST, "message.doubt.after-commit"),
    (*LOST, "message.look.after"),
    (*LOST, "message.look.before-commit"),
    (*LOST, "message.look.after-commit"),
    ("message.after-send", "message.look.before-commit"),
    ("message.after-send", "message.look.after-commit"),
)
CASES = (
    *((points, ()) for points in WORKERS),
    *product(
        (LOST, ("message.after-send",), ("message.result.before-commit",)),
        (("drop",), ("500",), ("429",)),
    ),
)
WEB = {
    "message.status.before-commit",
    "message.status.after-commit",
    "message.answer.before-commit",
}
"""Points of webhooks, which Twilio may repeat: tests/ivr/messages repeats them."""
NOW = at(15, 31)
_numbers = count(358401180001)


@dataclass
class Mill:
    """A database with a repair that has settled, a pretend Twilio, and workers that may die."""

    data_dir: Path
    exchange: Exchange
    api_url: str
    nursery: subprocess.Popen[str]
    now: datetime = NOW

    def promises(self, number: str) -> str:
        """Have a message promised before the repair."""
        engine = open_engine(f"sqlite:///{self.data_dir / 'linja.db'}")
        made = Message(
            id=new_id(),
            number=number,
            asked_by=number,
            line=LINE,
            language="fi",
            postcode="29900",
            service="electricity",
            outages=[["grid", "F-1"]],
            call_sid=number,
            state="waiting",
            reason="",
            asked_at=at(14, 30),
        )
        with engine.begin() as connection:
            promise(connection, made, "asked for")
        engine.dispose()
        return made.id

    def works(self, arm: str = "") -> bool:
        """Run the worker once, 10 s later; True if it came to the point and was killed there."""
        self.now += timedelta(seconds=10)
        folder = self.data_dir / "points"
        folder.mkdir(exist_ok=True)
        if arm:
            (folder / arm).touch()
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(json.dumps(self._environ(folder)) + "\n")
        self.nursery.stdin.flush()
        pid = int(self.nursery.stdout.readline())
        assert soon(lambda: state_of(pid) in {"", "Z", "T"})
        stopped = state_of(pid) == "T"
        if stopped:
            os.kill(pid, signal.SIGKILL)
            assert soon(lambda: state_of(pid) in {"", "Z"})
        if arm:
            (folder / arm).unlink(missing_ok=True)
        return stopped

    def row(self, message_id: str) -> dict[str, Any]:
        """Read a message as it is."""
        with sqlite3.connect(self.data_dir / "linja.db", timeout=10) as rows:
            rows.row_factory = sqlite3.Row
            found = rows.execute("SELECT * FROM repair_messages WHERE id = ?", (message_id,))
            read = dict(found.fetchone())
        rows.close()
        return read

    def _environ(self, folder: Path) -> dict[str, str]:
        offset = self.now.timestamp() - time.time()
        return {
            "LINJA_DATA_DIR": str(self.data_dir),
            "SECRET_KEY": "a secret of ours",
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_API_URL": self.api_url,
            "PUBLIC_URL": "http://127.0.0.1:9",
            "LINJA_CLOCK_OFFSET": f"{offset:.3f}",
            "LINJA_CALL_LEASE_SECONDS": "0.3",
            "LINJA_CALL_DOUBT_SECONDS": "0.05",
            "LINJA_FAILPOINTS": str(folder),
        }


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mill]:
    """Everything but what a message is about: who asked for it."""
    data_dir = tmp_path_factory.mktemp("mill")
    engine = open_engine(f"sqlite:///{data_dir / 'linja.db'}")
    upgrade(engine)
    set_sender(engine)
    _repaired(Services(SETTINGS, StoppedClock(at(15)), engine))
    engine.dispose()
    exchange = Exchange(HttpTransport(), clock=VirtualClock(time.time))
    stop = Event()
    orders = nursery("tests.ivr.messages.nursery")
    with served(exchange) as api_url:
        Thread(target=settle_until, args=(stop, exchange), daemon=True).start()
        yield Mill(data_dir, exchange, api_url, orders)
        stop.set()
        orders.kill()
        orders.communicate()


@pytest.mark.parametrize(("points", "faults"), CASES, ids=str)
def test_it_is_sent_once_whoever_is_killed(
    mill: Mill, points: tuple[str, ...], faults: tuple[str, ...]
) -> None:
    number = f"+{next(_numbers)}"
    message = mill.promises(number)
    mill.exchange.texts.faults.clear()
    mill.exchange.texts.faults.extend(faults)
    for name in points:
        assert soon(lambda: mill.works(name)), mill.row(message)  # noqa: B023 -- called at once
    assert soon(lambda: mill.works() or mill.row(message)["state"] == "sent"), mill.row(message)
    sent = [text for text in mill.exchange.texts.all if text.to == number]
    assert [(text.from_, text.sid) for text in sent] == [
        (SENDER, mill.row(message)["message_sid"])
    ]


def test_every_point_has_a_case() -> None:
    files = (ROOT / "ivr" / "messages").glob("*.py")
    written = {name for file in files for name in POINT.findall(file.read_text("utf-8"))}
    assert written == {name for points in WORKERS for name in points} | WEB


def _repaired(services: Services) -> None:
    with services.engine.begin() as connection:
        create_source(connection, "grid", services.clock.now())
    outage = {
        "id": "F-1",
        "status": "restored",
        "service": "electricity",
        "areas": ["29900"],
        "starts_at": at(13).isoformat(),
        "ends_at": at(15).isoformat(),
        "updated_at": at(15).isoformat(),
    }
    body = json.dumps({"outages": [outage]}).encode()
    assert receive(services, "grid", "application/json", body)[0] == 200
