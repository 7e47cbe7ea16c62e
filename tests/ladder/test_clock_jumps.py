"""A machine's clock jumps while calls go on: nobody is lost, and nobody is rung twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.clock import HELSINKI, StoppedClock
from ivr.lines.store import apply
from tests.ivr.callbacks.office import MATTI, Office, open_office
from tests.ivr.house import FIRST, LINE, open_house
from tests.ivr.queueing.conftest import TEAMS
from tests.ivr.queueing.conftest import Office as Queue

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=HELSINKI)
LIISA = "+358401110006"
JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=-30)]
either_way = pytest.mark.parametrize("jump", JUMPS, ids=str)


@pytest.fixture
def clock() -> StoppedClock:
    """Monday noon."""
    return StoppedClock(NOON)


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Iterator[Office]:
    with open_office(demo, clock) as opened:
        yield opened


@either_way
def test_a_call_that_is_on_reaches_its_person(
    demo: Engine, clock: StoppedClock, jump: timedelta
) -> None:
    call = open_house(demo, clock).telephone.calls(MATTI, LINE)
    clock.at += jump
    call.presses("*").presses("0").is_with(FIRST)


@either_way
def test_a_callback_that_was_asked_for_is_rung_once(
    office: Office, clock: StoppedClock, jump: timedelta
) -> None:
    office.books()
    clock.at += jump
    office.rings()
    clock.at -= jump
    for _ in range(3):
        office.rings()
        office.looks()
    assert office.rung() == [MATTI]
    (kept,) = office.all()
    assert kept.state in {"done", "ringing", "connected", "waiting_retry"}


@either_way
def test_who_did_not_answer_is_rung_again_and_not_at_once(
    office: Office, clock: StoppedClock, jump: timedelta
) -> None:
    office.exchange.telephones[MATTI] = "no-answer"
    office.books()
    office.rings()
    clock.at += min(jump, timedelta(0))
    assert office.rings() == 0
    (kept,) = office.all()
    clock.at = kept.due_at
    assert office.rings() == 1
    assert office.rung() == [MATTI, MATTI]


@either_way
def test_who_waits_keeps_their_place(demo: Engine, clock: StoppedClock, jump: timedelta) -> None:
    apply(demo, {"teams": TEAMS})
    queue = Queue(demo, clock, open_house(demo, clock))
    queue.agent("aino", "service-fi", state="available")
    queue.turns("aino", "away")
    queue.turns("aino", "available")
    first = queue.calls(MATTI)
    queue.passes(1)
    second = queue.calls(LIISA).presses("1").presses("0")
    clock.at += jump
    queue.waits(second)
    queue.waits(first)
    standing = sorted([queue.row(first), queue.row(second)], key=lambda row: row["since"])
    assert [row["id"] for row in standing] == [queue.row(first)["id"], queue.row(second)["id"]]
    assert {row["state"] for row in standing} == {"waiting"}
