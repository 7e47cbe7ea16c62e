"""Real processes whose disk is full: nothing is promised that is not kept, and calls go on."""

from contextlib import ExitStack
from pathlib import Path

from ivr.db.engine import open_engine
from ivr.db.migrate import upgrade
from simulator.exchange import Exchange
from simulator.testing import Call, Telephone
from simulator.transport import HttpTransport
from tests.ivr.house import LINE
from tests.ladder.full import full
from tests.ladder.server import Installation, install
from tests.postgres import cluster, postmaster_of, running
from tests.processes import soon

MONDAY_NIGHT = "2026-11-23T20:00:00+02:00"
MATTI, LIISA, EERO = "+358401110001", "+358401119999", "+358401118888"
RECEIPT, KEPT = "on kirjattu", "pysyy voimassa"
DURABLE = "synchronous_commit=on"


def asks(telephone: Telephone, number: str) -> Call:
    """Ask for a callback at night, as far as one is offered."""
    call = telephone.calls(number, LINE)
    for key in ("0", "1"):
        if not call.leg.ended:
            call.presses(key)
    return call


def leaves_a_message(call: Call) -> bool:
    """Does the caller reach the voicemail, without a promise?"""
    call.hears_nothing_of(RECEIPT)
    return {"record": True} in call.transcript


def test_with_its_own_disk_full_a_server_promises_nothing(tmp_path: Path) -> None:
    installation = install(tmp_path, began=MONDAY_NIGHT)
    with installation.serving() as server:
        telephone = Telephone(Exchange(HttpTransport(), app_url=installation.url))
        asks(telephone, MATTI).hears(RECEIPT)
        with full(server):
            assert leaves_a_message(asks(telephone, LIISA))
        assert soon(lambda: RECEIPT in asks(telephone, LIISA).heard)


def test_with_the_databases_disk_full_nothing_is_promised_and_nothing_lost(tmp_path: Path) -> None:
    with cluster() as (binaries, folder), ExitStack() as later:
        with running(binaries, folder, DURABLE) as url:
            telephone = later.enter_context(founded(tmp_path, url).running())
            asks(telephone, MATTI).hears(RECEIPT)
            with full(postmaster_of(url)):
                assert leaves_a_message(asks(telephone, LIISA))
                assert leaves_a_message(asks(telephone, EERO))
        with running(binaries, folder, DURABLE):
            assert soon(lambda: RECEIPT in asks(telephone, LIISA).hangs_up().heard)
            asks(telephone, MATTI).hears(KEPT)


def founded(folder: Path, url: str) -> Installation:
    """Make an installation on an empty database, at night."""
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    return install(folder, url, MONDAY_NIGHT)
