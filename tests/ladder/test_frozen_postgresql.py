"""Real processes: gunicorn over a PostgreSQL that is stopped (SIGSTOP) and goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.db.engine import open_engine
from ivr.db.migrate import upgrade
from ivr.snapshot.files import SnapshotFiles
from simulator.testing import Call
from tests.ivr.house import FIRST, LINE, SWEDISH
from tests.ladder.server import Installation, install
from tests.postgres import frozen, postgres
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


def slowest(*made: Call) -> float:
    """How long the slowest webhook of these calls took."""
    return max(one.reply.seconds for call in made for one in call.requests)


def test_calls_go_on_begin_and_start_cold_while_it_is_frozen(installation: Installation) -> None:
    with installation.running() as telephone:
        was_on = telephone.calls(ANNA, LINE)
        telephone.calls(MATTI, LINE).hears(KNOWN).hangs_up()
        assert soon(lambda: SnapshotFiles(installation.folder).read() is not None)
        with frozen(installation.database_url):
            was_on.presses("*").presses("0").is_with(SWEDISH)
            new = telephone.calls(MATTI, LINE).hears(UNKNOWN).presses("0").is_with(FIRST)
            assert slowest(was_on, new) < 3
        assert soon(lambda: KNOWN in telephone.calls(MATTI, LINE).heard)
    with frozen(installation.database_url), installation.running() as telephone:
        new = telephone.calls(MATTI, LINE).hears(UNKNOWN).presses("0").is_with(FIRST)
        assert slowest(new) < 3
