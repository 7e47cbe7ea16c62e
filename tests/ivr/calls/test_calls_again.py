"""Who calls again hears what has changed since, through the whole application."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from ivr.db.tables.heard import heard_before
from ivr.directory.erasing import erase_everywhere
from ivr.duties import journal, retention
from ivr.feeds.heard_before import read_heard
from outage_feed.outage import Outage
from simulator.testing import Call
from tests.ivr.feeds.test_kept import give
from tests.ivr.house import LINE, House, open_house
from tests.outage_feed.made import at, outage
from tests.processes import soon

MATTI = "+358401110001"
DAY = 23
FAULT = outage(
    id="F-1187",
    starts_at=at("14:00", DAY),
    updated_at=at("14:10", DAY),
    estimated_restoration=at("19:00", DAY),
)
WHOLE = (
    "Asiakastietojen mukaisella postinumeroalueellanne kaksi yhdeksän yhdeksän nolla nolla on "
    "sähkönjakelun häiriö. Arvioitu korjausaika on tänään kello yhdeksäntoista."
)
CONTINUES = "Sähkönjakelun häiriö alueellanne jatkuu."


@pytest.fixture(name="house")
def house_that_remembers(
    demo: Engine, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> House:
    monkeypatch.setattr("ivr.journal.buffer.WRITE_EVERY_SECONDS", 0.02)
    return open_house(demo, clock, folder=tmp_path, linja_data_dir=str(tmp_path))


def calls(house: House, number: str = MATTI, **later: int) -> Call:
    """Call, hang up, and wait until it is remembered; then time passes."""
    call = house.telephone.calls(number, LINE)
    call.hangs_up()

    def moved() -> bool:
        journal.run(house.services)
        with house.services.engine.connect() as connection:
            sids = connection.execute(select(heard_before.c.call_sid)).scalars().all()
        return call.sid in sids

    if number == MATTI:
        assert soon(moved)
    assert isinstance(house.services.clock, StoppedClock)
    house.services.clock.at += timedelta(**later)
    return call


def said(call: Call) -> str:
    return " ".join(event["say"] for event in call.transcript if "say" in event)


def moved_to(house: House, **changes: object) -> None:
    now = house.services.clock.now()
    sent: Outage = replace(FAULT, updated_at=now, **changes)  # type: ignore[arg-type]
    give(house.services, sent)


def test_nothing_has_changed_is_said_shortly(house: House) -> None:
    give(house.services, FAULT)
    assert WHOLE in said(calls(house, minutes=10))
    again = said(calls(house))
    assert WHOLE not in again
    assert f"{CONTINUES} Edellisen soittonne jälkeen arvio ei ole muuttunut." in again
    assert "Se on yhä tänään kello yhdeksäntoista." in again


def test_each_call_hears_what_is_new_since_the_one_before(house: House) -> None:
    give(house.services, FAULT)
    calls(house, minutes=10)
    moved_to(house, estimated_restoration=at("21:00", DAY))
    assert "arvio on siirtynyt myöhemmäksi. Se on nyt tänään kello" in said(
        calls(house, minutes=9)
    )
    moved_to(house, estimated_restoration=None)
    assert "Aiemmin kertomamme arvio ei enää pidä" in said(calls(house, minutes=9))
    assert f"{CONTINUES} Korjausajasta ei ole vieläkään arviota." in said(calls(house, minutes=9))
    moved_to(house, status="restored")
    assert "on tietojemme mukaan korjattu" in said(calls(house, minutes=9))
    moved_to(house)
    assert "on alkanut uudelleen" in said(calls(house))


def test_a_day_later_it_is_read_whole_again(house: House) -> None:
    give(house.services, replace(FAULT, estimated_restoration=None))
    calls(house, hours=24, seconds=1)
    moved_to(house, estimated_restoration=None)
    retention.run(house.services)
    with house.services.engine.connect() as connection:
        assert read_heard(connection, MATTI) == []
    assert CONTINUES not in said(calls(house))


def test_a_repeated_first_webhook_hears_the_same(house: House) -> None:
    give(house.services, FAULT)
    call = calls(house)
    form = {"CallSid": call.sid, "To": LINE, "From": MATTI, "Direction": "inbound"}
    again = house.post("/voice/incoming", **form)
    assert "Arvioitu korjausaika" in again.text
    assert "jatkuu" not in again.text


def test_of_a_withheld_number_nothing_is_kept(house: House) -> None:
    give(house.services, FAULT)
    house.telephone.calls("anonymous", LINE).hangs_up()
    calls(house)
    with house.services.engine.connect() as connection:
        assert set(connection.execute(select(heard_before.c.number)).scalars()) == {MATTI}


def test_it_goes_with_its_person(house: House) -> None:
    give(house.services, FAULT)
    calls(house)
    with house.services.engine.begin() as connection:
        assert erase_everywhere(connection, "1")
        assert read_heard(connection, MATTI) == []


def test_without_what_was_heard_a_notice_is_read_whole(demo: Engine, clock: StoppedClock) -> None:
    def away(_number: str) -> list[object]:
        raise OSError

    def broken(ports: Ports) -> Ports:
        return replace(ports, heard=away)  # type: ignore[arg-type]

    house = open_house(demo, clock, broken=broken)
    give(house.services, FAULT)
    assert WHOLE in said(house.telephone.calls(MATTI, LINE))
