"""Without the database a server starts in two seconds, and routes from this machine's disk."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.app import create_app
from ivr.calls.ports import READ_SECONDS
from ivr.clock import StoppedClock
from ivr.deadline import ONCE
from ivr.local import open_server
from ivr.snapshot.files import BEFORE, FOLDER, NEWEST, SnapshotFiles
from simulator.testing import Telephone, exchange_for
from tests.ivr.house import FIRST, LINE, open_house
from tests.ladder.outside import Outside
from tests.ladder.server import Installation, install
from tests.processes import soon

MATTI = "+358401110001"
FALLBACK = "+358931570099"
UP_WITHIN_SECONDS = 2.5
LOCK = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("PRAGMA locking_mode=EXCLUSIVE")
held.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def started(installation: Installation, **more: str) -> Iterator[Telephone]:
    """Start what `wsgi.py` starts, in this process."""
    services = open_server({**installation.environ, **more})
    app = create_app(services.settings, services)
    yield Telephone(exchange_for(app, app_url=installation.url))
    services.engine.dispose()


@pytest.fixture(name="installation")
def that_has_run(tmp_path: Path) -> Installation:
    """One that took a call when all was well; there are two snapshots."""
    installation = install(tmp_path)
    files = SnapshotFiles(tmp_path)
    with started(installation) as telephone:
        telephone.calls(MATTI, LINE).hangs_up()
        assert soon(lambda: files.read() is not None)
    newest = files.read()
    assert newest
    (tmp_path / FOLDER / BEFORE).write_bytes(newest.to_bytes())
    return installation


@pytest.fixture(name="locked")
def held_by_another(installation: Installation) -> Iterator[None]:
    """Another process keeps everybody from the database's file."""
    database = str(installation.folder / "linja.db")
    with subprocess.Popen(  # noqa: S603 -- ours
        [sys.executable, "-c", LOCK, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"locked\n"
        yield
        other.terminate()
    for thread in threading.enumerate():  # what still waited for the lock goes on now
        if thread.name == ONCE:
            thread.join()


def reaches_a_person(installation: Installation) -> None:
    """Start cold, in time, and call."""
    began = time.monotonic()
    with started(installation) as telephone:
        assert time.monotonic() - began < UP_WITHIN_SECONDS
        call = telephone.calls(MATTI, LINE).hears("Pohjolan Verkko, asiakaspalvelu.")
        call.presses("1").hears("Laskuasioissa").presses("0").is_with(FIRST)
    assert max(one.reply.seconds for one in call.requests) < 3


@pytest.mark.usefixtures("locked")
def test_a_locked_database_keeps_nobody_from_a_person(installation: Installation) -> None:
    reaches_a_person(installation)


def test_a_corrupt_database_keeps_nobody_from_a_person(installation: Installation) -> None:
    corrupt(installation)
    reaches_a_person(installation)


def corrupt(installation: Installation) -> None:
    """Write over the whole database."""
    for file in installation.folder.glob("linja.db*"):
        file.write_bytes(b"\xff" * 8192)


def test_a_corrupt_snapshot_is_passed_over_for_the_one_before(installation: Installation) -> None:
    corrupt(installation)
    (installation.folder / FOLDER / NEWEST).write_bytes(b"torn")
    reaches_a_person(installation)


def test_a_slow_database_is_waited_for_where_there_is_nothing_else(
    outside: Outside, clock: StoppedClock
) -> None:
    outside.slows(READ_SECONDS / 2)  # each of several statements
    house = open_house(outside.engine, clock)
    outside.mend()
    outside.goes_away()
    house.telephone.calls(MATTI, LINE).hears("Pohjolan Verkko, asiakaspalvelu.")


@pytest.mark.parametrize(
    ("more", "ends"),
    [({"LINJA_FALLBACK_NUMBER": FALLBACK}, FALLBACK), ({}, "")],
    ids=["fallback number", "last words"],
)
def test_with_nothing_at_all_the_fallback_rings_or_the_last_words_are_said(
    installation: Installation, more: dict[str, str], ends: str
) -> None:
    corrupt(installation)
    for name in (NEWEST, BEFORE):
        (installation.folder / FOLDER / name).unlink()
    with started(installation, **more) as telephone:
        call = telephone.calls(MATTI, LINE)
        if ends:
            call.is_with(ends)
        else:
            call.hears("Soittakaa meille hetken kuluttua uudelleen").has_ended()


def test_the_fallback_number_is_on_the_disk_too(installation: Installation) -> None:
    files = SnapshotFiles(installation.folder)
    kept = files.read()
    assert kept
    files.write(type(kept)(0, {}, {}, {}, FALLBACK))
    corrupt(installation)
    with started(installation) as telephone:
        telephone.calls(MATTI, LINE).is_with(FALLBACK)


def test_what_is_asked_of_the_health_page_says_so(installation: Installation) -> None:
    corrupt(installation)
    services = open_server(installation.environ)
    client = create_app(services.settings, services).test_client()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")
    assert "away" in answer.get_json()["checks"]["database"]
