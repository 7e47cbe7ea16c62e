"""Calls that are really made, and what they are counted as."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from ivr.dispatch import offers
from ivr.figures.rolling import make
from ivr.figures.sums import hour_of
from ivr.journal.buffer import Journal
from ivr.journal.moving import move
from ivr.lines.store import apply
from tests.ivr.figures.reckoning import sums
from tests.ivr.house import open_house
from tests.ivr.queueing.conftest import LIISA, LINE, MATTI, MONDAY_NOON, TEAMS, Office, busy
from tests.ivr.queueing.test_meeting import accepted, comes_out_of_the_queue, conference_ends

ANNA = "+358401110002"
DANGER_TEAM = "+358931570040"


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_NOON)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def office(demo: Engine, clock: StoppedClock, journal: Journal) -> Office:
    """One agent, who is busy; the journal is written."""

    def noting(ports: Ports) -> Ports:
        return replace(ports, journal=journal)

    apply(demo, {"teams": TEAMS})
    opened = Office(demo, clock, open_house(demo, clock, broken=noting))
    opened.agent("aino", "service-fi")
    opened.does(lambda connection: busy(connection, "aino", clock.now()))
    return opened


def counted(office: Office, journal: Journal, folder: Path) -> dict[str, int]:
    """What they come to, an hour later."""
    began = hour_of(office.clock.now())
    office.passes(3600)
    journal.write()
    move(folder, office.engine)
    make(office.engine, began, office.clock.now())
    return sums(office.engine, steps=True)


def test_calls_are_counted_as_what_their_callers_did(
    office: Office, journal: Journal, tmp_path: Path
) -> None:
    heard = office.house.telephone.calls(MATTI, LINE)
    heard.hangs_up()
    gives_up = office.calls(LIISA)
    office.waits(gives_up, 40)
    gives_up.hangs_up()
    promised = office.calls(ANNA)
    office.waits(promised, 25).presses("1").presses("1")
    promised.hangs_up()
    told = counted(office, journal, tmp_path)
    assert told["calls"] == 3
    assert (told["abandoned"], told["callback"], told["left"]) == (1, 1, 1)
    assert told["wait_abandoned 0000045"] == 1
    assert told["zero"] == 2
    assert (told["notice_judged"], told["notice_satisfied"]) == (1, 1)
    assert told["callback_asked"] == 1


def test_who_is_answered_has_waited_from_asking_for_a_person(
    office: Office, journal: Journal, tmp_path: Path
) -> None:
    office.agent("eino", "service-fi")
    call = office.house.telephone.calls(MATTI, LINE)
    office.passes(40)
    call.presses("0")
    office.passes(17)
    offer = accepted(office)
    comes_out_of_the_queue(office, call)
    office.does(lambda connection: offers.met(connection, offer, office.clock.now()))
    office.passes(60)
    conference_ends(office)
    told = counted(office, journal, tmp_path)
    assert (told["calls"], told["answered"], told["wait_answered 0000020"]) == (1, 1, 1)
    assert told["first_unknown"] == 1
    assert told["notice_judged"] == 1
    assert not {"notice_satisfied", "abandoned", "left"} & told.keys()


def test_who_is_rung_through_to_is_answered_once(
    office: Office, journal: Journal, tmp_path: Path
) -> None:
    call = office.house.telephone.calls(MATTI, LINE).presses("9").is_with(DANGER_TEAM)
    office.passes(30)
    call.hangs_up()
    told = counted(office, journal, tmp_path)
    assert (told["calls"], told["answered"]) == (1, 1)


def test_wrong_keys_and_silence_are_counted_at_their_menu(
    office: Office, journal: Journal, tmp_path: Path
) -> None:
    call = office.house.telephone.calls(LIISA, LINE)
    call.presses("1").presses("7").is_silent()
    call.hangs_up()
    told = counted(office, journal, tmp_path)
    assert (
        told["step_wrong customer-service/main"],
        told["step_silent customer-service/main"],
    ) == (
        1,
        1,
    )
    assert told["step_left customer-service/main"] == 1
    assert told["left"] == 1
