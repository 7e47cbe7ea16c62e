"""Real processes: gunicorn over a PostgreSQL that is stopped (SIGSTOP) and goes on."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ivr.db.engine import open_engine
from ivr.db.migrate import upgrade
from ivr.snapshot.files import SnapshotFiles
from simulator.testing import Call
from tests.ivr.house import FIRST, LINE, SWEDISH
from tests.ladder.server import Installation, install
from tests.postgres import postgres
from tests.processes import soon

MATTI, ANNA = "+358401110001", "+358401110002"
KNOWN, UNKNOWN = "Laskuasioissa", "Suomeksi painakaa yksi."


@pytest.fixture(name="installation")
def on_postgresql(tmp_path: Path) -> Iterator[Installation]:
    """An installation on a database of its own: nobody else's is to be frozen."""
    with postgres() as url:
        engine = open_engine(url)
        upgrade(engine)
        engine.dispose()
        yield install(tmp_path, url)


@contextmanager
def frozen(installation: Installation) -> Iterator[None]:
    """Stop every process of the database: no connection is refused, and none is answered."""
    folder = Path(parse_qs(urlsplit(installation.database_url).query)["host"][0])
    server = int((folder / "data" / "postmaster.pid").read_text("ascii").split()[0])
    children = Path(f"/proc/{server}/task/{server}/children")
    processes = [server, *map(int, children.read_text("ascii").split())]
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)


def slowest(*made: Call) -> float:
    """How long the slowest webhook of these calls took."""
    return max(one.reply.seconds for call in made for one in call.requests)


def test_calls_go_on_begin_and_start_cold_while_it_is_frozen(installation: Installation) -> None:
    with installation.running() as telephone:
        was_on = telephone.calls(ANNA, LINE)
        telephone.calls(MATTI, LINE).hears(KNOWN).hangs_up()
        assert soon(lambda: SnapshotFiles(installation.folder).read() is not None)
        with frozen(installation):
            was_on.presses("*").presses("0").is_with(SWEDISH)
            new = telephone.calls(MATTI, LINE).hears(UNKNOWN).presses("0").is_with(FIRST)
            assert slowest(was_on, new) < 3
        telephone.calls(MATTI, LINE).hears(KNOWN)
    with frozen(installation), installation.running() as telephone:
        new = telephone.calls(MATTI, LINE).hears(UNKNOWN).presses("0").is_with(FIRST)
        assert slowest(new) < 3
