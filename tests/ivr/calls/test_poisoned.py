"""A version that fails: new calls begin on the one before it, until something is published."""

import json

import pytest
from sqlalchemy import Engine, update

from ivr.bundles.store import publish
from ivr.calls.trials import FAILURES
from ivr.clock import StoppedClock
from ivr.db.tables.bundles import bundles
from tests.ivr.house import FAULT_LINE, LINE, House, open_house
from tests.ivr.versions import FLOW, greeted

STRANGER = "+358401119999"
STRAIGHT = "Yhdistämme teidät suoraan asiakaspalvelijalle."


UNSAYABLE = greeted("Tervetuloa. " * 6000)


def calls(house: House, times: int) -> list[str]:
    """Call so often; what was heard first."""
    return [house.telephone.calls(STRANGER, LINE).hangs_up().heard for _ in range(times)]


def flows_check(house: House) -> str:
    """What the probe says of flows."""
    return str(house.client.get("/health/ready").get_json()["checks"]["flows"])


def test_after_five_failures_new_calls_begin_on_the_version_before(
    demo: Engine, clock: StoppedClock, capfd: pytest.CaptureFixture[str]
) -> None:
    house = open_house(demo, clock)
    publish(demo, UNSAYABLE, "A long welcome", clock.now())
    heard = calls(house, FAILURES + 3)
    assert [STRAIGHT in words for words in heard] == [True] * FAILURES + [False] * 3
    assert flows_check(house) == "failing, the version before answers: customer-service"
    assert house.client.get("/health/ready").status_code == 200
    logged = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    aside = [line for line in logged if line["event"] == "version set aside"]
    assert [(line["flow"], line["bundle"]) for line in aside] == [(FLOW, UNSAYABLE.hash)]


def test_what_is_published_next_is_tried(demo: Engine, clock: StoppedClock) -> None:
    house = open_house(demo, clock)
    publish(demo, UNSAYABLE, "A long welcome", clock.now())
    calls(house, FAILURES)
    publish(demo, greeted("Lyhyt tervehdys."), "A short one", clock.now())
    house.telephone.calls(STRANGER, LINE).hears("Lyhyt tervehdys.")
    assert flows_check(house) == "ok"


def test_a_version_that_cannot_be_loaded_is_passed_over_at_once(
    demo: Engine, clock: StoppedClock
) -> None:
    house = open_house(demo, clock)
    broken = greeted("Tätä ei kuulla.")
    publish(demo, broken, "Harmed on its way", clock.now())
    with demo.begin() as connection:
        harmed = update(bundles).where(bundles.c.hash == broken.hash).values(document="{")
        connection.execute(harmed)
    assert [STRAIGHT in words for words in calls(house, FAILURES)] == [False] * FAILURES
    assert flows_check(house) == "failing, the version before answers: customer-service"


def test_the_other_lines_are_not_concerned(demo: Engine, clock: StoppedClock) -> None:
    house = open_house(demo, clock)
    publish(demo, UNSAYABLE, "A long welcome", clock.now())
    calls(house, FAILURES)
    house.telephone.calls("+358401110001", FAULT_LINE).hears("sähkönjakelun häiriö")


def test_when_no_version_works_a_person_does(demo: Engine, clock: StoppedClock) -> None:
    publish(demo, UNSAYABLE, "A long welcome", clock.now())
    with demo.begin() as connection:
        shipped = (bundles.c.flow == FLOW) & (bundles.c.hash != UNSAYABLE.hash)
        connection.execute(update(bundles).where(shipped).values(document="{"))
    heard = calls(open_house(demo, clock), 2 * FAILURES)
    assert [STRAIGHT in words for words in heard] == [True] * 2 * FAILURES
