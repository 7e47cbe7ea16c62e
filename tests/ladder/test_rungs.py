"""
The ladder, in one process: whatever breaks, the call that is on goes on and a new one reaches a
person, each webhook within three seconds of our time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import update

from flows.steps.menu import Menu
from flows.steps.notices import Notices
from ivr.bundles.store import publish
from ivr.calls.ports import Ports
from ivr.calls.trials import FAILURES
from ivr.clock import StoppedClock
from ivr.db.tables.outages import sources
from ivr.directory.register import Register
from ivr.queue.bells import CALLBACKS, bells_of
from ivr.run.ports import free_port
from simulator.testing import Call, Telephone, exchange_for
from tests.ivr.house import FIRST, LINE, PUBLIC, SETTINGS, SWEDISH, House, open_house
from tests.ivr.versions import greeted
from tests.ladder.outside import Outside, silent_register
from tests.processes import soon

MATTI, ANNA, STRANGER = "+358401110001", "+358401110002", "+358401119999"
WITHIN_SECONDS = 3.0
AT_ONCE_SECONDS = 0.25
SLOW_SECONDS = 0.4
"""For each statement, as with a database that has far too much to do."""
NOTICE = "sähkönjakelun häiriö"
PLAIN = "Pohjolan Verkko, asiakaspalvelu."
STRAIGHT = "Yhdistämme teidät suoraan asiakaspalvelijalle."


@dataclass(frozen=True)
class Stage:
    """What a rung may break."""

    house: House
    outside: Outside
    clock: StoppedClock
    monkeypatch: pytest.MonkeyPatch


def step_raises(stage: Stage) -> None:
    """Our own bug, in two types of step."""

    def bug(*_: object) -> Any:
        raise ZeroDivisionError

    for step in (Menu, Notices):
        stage.monkeypatch.setattr(step, "enter", bug)


def poisoned(stage: Stage) -> None:
    """A version that cannot be said, and that has failed often enough to be passed over."""
    publish(stage.outside.engine, greeted("Hei. " * 20_000), "Too long", stage.clock.now())
    for _ in range(FAILURES):
        stage.house.telephone.calls(STRANGER, LINE).hangs_up()


def quiet_feed(stage: Stage, stale_seconds: int, silent_seconds: int) -> None:
    """Half an hour passes without a word from the source; these are its limits."""
    limits = {"stale_after_seconds": stale_seconds, "silent_after_seconds": silent_seconds}
    with stage.outside.engine.begin() as connection:
        connection.execute(update(sources).values(limits))
    stage.clock.at += timedelta(minutes=30)


RUNGS: dict[str, tuple[Callable[[Stage], object], str, str]] = {
    # what is broken: (how, what Matti hears then, what he does not hear)
    "nothing": (lambda _: None, NOTICE, STRAIGHT),
    "database away": (lambda stage: stage.outside.goes_away(), PLAIN, NOTICE),
    "database frozen": (lambda stage: stage.outside.freezes(), PLAIN, NOTICE),
    "database slow": (lambda stage: stage.outside.slows(SLOW_SECONDS), PLAIN, NOTICE),
    "feed stale": (lambda stage: quiet_feed(stage, 600, 86_400), "jatkui vielä", "Arvio"),
    "feed silent": (lambda stage: quiet_feed(stage, 600, 1_200), "Laskuasioissa", "jatkui"),
    "a step raises": (step_raises, STRAIGHT, NOTICE),
    "a version is poisoned": (poisoned, NOTICE, STRAIGHT),
}


@pytest.fixture(name="house")
def with_snapshot(outside: Outside, clock: StoppedClock, tmp_path: Path) -> House:
    return open_house(outside.engine, clock, folder=tmp_path)


@pytest.fixture(name="stage")
def set_up(
    house: House, outside: Outside, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> Stage:
    return Stage(house, outside, clock, monkeypatch)


def slowest(*made: Call) -> float:
    """How long the slowest webhook of these calls took."""
    return max(one.reply.seconds for call in made for one in call.requests)


def reaches_a_person(call: Call) -> Call:
    """At once, or by pressing zero."""
    return call if call.leg.talks_with else call.presses("0")


@pytest.mark.parametrize("name", RUNGS)
def test_on_every_rung_a_call_goes_on_and_a_new_one_reaches_a_person(
    stage: Stage, name: str
) -> None:
    breaks, hears, hears_not = RUNGS[name]
    was_on = stage.house.telephone.calls(ANNA, LINE)
    breaks(stage)
    reaches_a_person(was_on.presses("*")).is_with(SWEDISH)
    assert was_on.language == "sv-SE"
    new = stage.house.telephone.calls(MATTI, LINE).hears(hears).hears_nothing_of(hears_not)
    assert new.transcript[0]["language"] == "fi-FI"
    reaches_a_person(new).is_with(FIRST)
    assert slowest(was_on, new) < WITHIN_SECONDS


@pytest.mark.parametrize("breaks", ["goes_away", "freezes"])
def test_at_night_nothing_is_promised_that_is_not_kept_and_a_message_is_taken(
    stage: Stage, breaks: str
) -> None:
    stage.clock.at = stage.clock.at.replace(hour=20)
    stage.house.telephone.calls(STRANGER, LINE).hears("että soitamme teille").hangs_up()
    getattr(stage.outside, breaks)()
    call = stage.house.telephone.calls(STRANGER, LINE).presses("0").presses("1")
    call.hears_nothing_of("on kirjattu").speaks()
    assert {"record": True} in call.transcript
    assert slowest(call) < WITHIN_SECONDS


@pytest.mark.parametrize("breaks", ["goes_away", "freezes"])
def test_when_the_database_is_back_callers_are_known_again(stage: Stage, breaks: str) -> None:
    getattr(stage.outside, breaks)()
    for _ in range(4):
        stage.house.telephone.calls(MATTI, LINE).hears_nothing_of(NOTICE).hangs_up()
    stage.outside.mend()

    def known() -> bool:
        call = stage.house.telephone.calls(MATTI, LINE).hangs_up()
        return any(NOTICE in event.get("say", "") for event in call.transcript)

    assert soon(known)
    assert stage.house.client.get("/health/ready").get_json()["status"] == "ok"


@pytest.mark.parametrize("rest_seconds", [15.0])
def test_many_callers_while_the_database_is_frozen_wait_once_and_then_not(stage: Stage) -> None:
    stage.outside.freezes()
    made: list[Call] = []

    def calls() -> None:
        telephone = Telephone(exchange_for(stage.house.app, app_url=PUBLIC))
        made.append(reaches_a_person(telephone.calls(STRANGER, LINE)).is_with(FIRST))

    callers = [Thread(target=calls) for _ in range(24)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(made) == len(callers)
    assert slowest(*made) < WITHIN_SECONDS
    calls()
    assert slowest(made[-1]) < AT_ONCE_SECONDS


@pytest.mark.parametrize("rest_seconds", [15.0])
def test_a_register_that_is_silent_costs_a_few_callers_a_second(
    outside: Outside, clock: StoppedClock
) -> None:
    thawed = Event()
    with silent_register(thawed) as url:

        def asked(ports: Ports) -> Ports:
            return replace(ports, register=Register(url).find)

        house = open_house(outside.engine, clock, broken=asked)
        made = [house.telephone.calls(f"+35840111200{n}", LINE) for n in range(6)]
    for call in made:
        call.hears(PLAIN).presses("0").is_with(FIRST)
    assert slowest(*made) < WITHIN_SECONDS
    assert slowest(made[-1]) < AT_ONCE_SECONDS


def test_a_disk_that_cannot_be_written_concerns_no_call(
    outside: Outside, clock: StoppedClock, tmp_path: Path
) -> None:
    no_folder = tmp_path / "a file"
    no_folder.touch()
    house = open_house(outside.engine, clock, folder=no_folder)
    house.telephone.calls(MATTI, LINE).hears(NOTICE).presses("0").is_with(FIRST)
    outside.goes_away()
    house.telephone.calls(MATTI, LINE).hears(PLAIN).presses("0").is_with(FIRST)


def test_a_redis_that_is_dead_costs_no_callback(outside: Outside, clock: StoppedClock) -> None:
    bells = bells_of(replace(SETTINGS, redis_url=f"redis://127.0.0.1:{free_port()}"))
    assert not bells.ring(CALLBACKS)
    house = open_house(outside.engine, clock, bells=bells)
    house.telephone.calls(MATTI, LINE).hears(NOTICE).presses("0").is_with(FIRST)
    clock.at = clock.at.replace(hour=20)
    call = house.telephone.calls(STRANGER, LINE).presses("0").presses("1").hears("on kirjattu")
    assert slowest(call) < WITHIN_SECONDS
