"""The database's machine is lost, and its standby takes over: what was promised is there."""

from pathlib import Path

from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.migrate import upgrade
from ivr.services import Services
from simulator.testing import Call
from tests.ivr.house import LINE, SETTINGS, House, open_house, set_up
from tests.ladder.pair import pair
from tests.postgres import leave
from tests.processes import soon

MATTI, LIISA = "+358401110001", "+358401119999"
RECEIPT, ALREADY = "on kirjattu", "Olette jo pyytänyt"


def asks(house: House, number: str) -> Call:
    """Ask for a callback at night."""
    call = house.telephone.calls(number, LINE)
    for key in ("0", "1"):
        if not call.leg.ended:
            call.presses(key)
    return call


def test_a_standby_has_every_promise_and_takes_new_ones(
    clock: StoppedClock, tmp_path: Path
) -> None:
    clock.at = clock.at.replace(hour=20)
    with pair() as both:
        engine = open_engine(both.url)
        upgrade(engine)
        set_up(engine)
        publish_shipped(Services(SETTINGS, clock, engine))
        house = open_house(engine, clock, folder=tmp_path)
        asks(house, MATTI).hears(RECEIPT).hangs_up()
        both.first_dies()
        meanwhile = asks(house, LIISA).hears_nothing_of(RECEIPT)
        assert {"record": True} in meanwhile.transcript
        both.second_takes_over()
        assert soon(lambda: RECEIPT in asks(house, LIISA).hangs_up().heard)
        again = house.telephone.calls(MATTI, LINE)
        assert ALREADY in again.heard or ALREADY in again.presses("0").heard
        leave(engine)
