"""Whatever is away, hangs or is our own bug: words in the caller's language, and a person."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine, update

from ivr.calls.ports import READ_SECONDS, TURN_SECONDS, Ports
from ivr.clock import StoppedClock
from ivr.db.tables.bundles import bundles
from routing.customer import Customer
from tests.ivr.house import (
    FAULT_LINE,
    FIRST,
    LINE,
    MATTI,
    SWEDISH,
    fails,
    open_house,
)

CALLER = "+358401110001"
ANNA = "+358401110002"
STRANGER = "+358401119999"
FALLBACK = "+358931570099"
DATABASE = ("configuration", "live", "load", "find", "areas", "accept", "was_accepted")
STRAIGHT = "Yhdistämme teidät suoraan asiakaspalvelijalle."


@pytest.fixture(autouse=True)
def patience() -> None:
    """None: callers wait no longer here than they would."""


def without(ports: Ports, instead: dict[str, Any]) -> Ports:
    """Put something else in the place of some ports."""
    return replace(ports, **instead)


class Switch:
    """Ports that work until they are switched to something else."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.instead: Callable[..., Any] | None = None

    def __call__(self, ports: Ports) -> Ports:
        """Give ports that look at the switch each time."""
        return without(ports, {name: self._switched(getattr(ports, name)) for name in self.names})

    def _switched(self, usual: Callable[..., Any]) -> Callable[..., Any]:
        def now(*given: object) -> Any:
            return (self.instead or usual)(*given)

        return now


@pytest.fixture
def hangs() -> Iterator[Callable[..., Any]]:
    """Something that does not come back before the test is over."""
    gate = Event()
    yield lambda *_: gate.wait(60)
    gate.set()


@pytest.mark.parametrize("name", DATABASE)
def test_with_any_one_thing_away_a_person_is_reached(
    demo: Engine, clock: StoppedClock, name: str
) -> None:
    house = open_house(demo, clock, broken=lambda ports: without(ports, {name: fails}))
    if name == "configuration":
        house = open_house(
            demo,
            clock,
            broken=lambda ports: without(ports, {name: fails}),
            linja_fallback_number=FALLBACK,
        )
    call = house.telephone.calls(CALLER, LINE)
    if not call.leg.talks_with:
        call.presses("0")
    call.is_with(FALLBACK if name == "configuration" else FIRST)


def test_a_version_that_cannot_be_read_harms_no_other_line(
    demo: Engine, clock: StoppedClock
) -> None:
    broken = update(bundles).where(bundles.c.flow == "customer-service").values(document="{")
    with demo.begin() as connection:
        connection.execute(broken)
    house = open_house(demo, clock)
    for _ in range(8):
        house.telephone.calls(CALLER, LINE).hears(STRAIGHT).is_with(FIRST)
    house.telephone.calls(CALLER, FAULT_LINE).hears("sähkönjakelun häiriö")


def test_the_database_may_go_away_during_a_call(demo: Engine, clock: StoppedClock) -> None:
    switch = Switch(*DATABASE)
    house = open_house(demo, clock, broken=switch)
    call = house.telephone.calls(CALLER, LINE)
    switch.instead = fails
    call.presses("3").hears("Laskuasioissa").presses("0").is_with(FIRST)


def test_calls_begin_on_what_was_known_before_the_database_went_away(
    demo: Engine, clock: StoppedClock
) -> None:
    switch = Switch(*DATABASE)
    house = open_house(demo, clock, broken=switch)
    house.telephone.calls(CALLER, LINE).hangs_up()
    switch.instead = fails
    call = house.telephone.calls(CALLER, LINE).hears("Pohjolan Verkko")
    call.presses("1").hears("Laskuasioissa").presses("0").is_with(FIRST)


def test_a_notice_that_was_read_is_kept_for_when_the_database_is_away(
    demo: Engine, clock: StoppedClock
) -> None:
    switch = Switch("areas")
    house = open_house(demo, clock, broken=switch)
    house.telephone.calls(CALLER, LINE).hears("kello yhdeksäntoista").hangs_up()
    switch.instead = fails
    house.telephone.calls(CALLER, LINE).hears("kello yhdeksäntoista")


def test_a_kept_notice_never_promises_a_time_that_has_passed(
    demo: Engine, clock: StoppedClock
) -> None:
    switch = Switch("areas")
    house = open_house(demo, clock, broken=switch)
    house.telephone.calls(CALLER, LINE).hangs_up()
    switch.instead = fails
    clock.at += timedelta(hours=4, minutes=30)
    call = house.telephone.calls(CALLER, LINE)
    call.hears("Arvio oli tänään kello yhdeksäntoista, eikä uutta ole.")


def test_a_kept_notice_of_a_source_that_is_too_old_is_not_read(
    demo: Engine, clock: StoppedClock
) -> None:
    switch = Switch("areas")
    house = open_house(demo, clock, broken=switch)
    house.telephone.calls(CALLER, LINE).hangs_up()
    switch.instead = fails
    clock.at += timedelta(hours=25)
    house.telephone.calls(CALLER, LINE).hears_nothing_of("sähkönjakelun häiriö")


@pytest.mark.parametrize("name", ["find", "areas", "live", "configuration"])
def test_what_hangs_holds_no_caller_up(
    demo: Engine, clock: StoppedClock, hangs: Callable[..., Any], name: str
) -> None:
    switch = Switch(name)
    house = open_house(demo, clock, broken=switch)
    house.telephone.calls(CALLER, LINE).hangs_up()
    switch.instead = hangs
    began = time.monotonic()
    call = house.telephone.calls(STRANGER, LINE).hears("Pohjolan Verkko")
    assert time.monotonic() - began < 1.5
    call.presses("0").is_with(FIRST)


def test_a_database_that_hangs_is_waited_for_once(
    demo: Engine, clock: StoppedClock, hangs: Callable[..., Any]
) -> None:
    switch = Switch(*DATABASE)
    house = open_house(demo, clock, broken=switch)
    house.telephone.calls(CALLER, LINE).hangs_up()
    switch.instead = hangs
    began = time.monotonic()
    house.telephone.calls(CALLER, LINE).hears("Pohjolan Verkko")
    assert time.monotonic() - began < 2 * READ_SECONDS


@pytest.mark.parametrize("name", ["find", "areas", "callback"])
def test_what_cannot_be_read_for_another_reason_harms_nothing_else(
    demo: Engine, clock: StoppedClock, name: str
) -> None:
    house = open_house(demo, clock, broken=lambda ports: without(ports, {name: a_bug}))
    call = house.telephone.calls(CALLER, LINE).hears("Pohjolan Verkko")
    heard = any("sähkönjakelun häiriö" in event.get("say", "") for event in call.transcript)
    assert heard == (name == "callback")


def test_a_turn_that_hangs_is_given_up_in_time(
    demo: Engine,
    clock: StoppedClock,
    hangs: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ivr.calls.answering.TURN_SECONDS", 0.2)
    monkeypatch.setattr("ivr.calls.conversation.engine.resume", hangs)
    house = open_house(demo, clock)
    call = house.telephone.calls(ANNA, LINE).presses("1")
    call.hears("Vi kopplar er direkt till kundtjänst.").is_with(SWEDISH)


def test_the_whole_turn_has_two_and_a_half_seconds() -> None:
    assert TURN_SECONDS + READ_SECONDS < 3


def a_bug(*_: object) -> Any:
    """Stand in for the engine on a bad day."""
    raise ZeroDivisionError("caller 0401110001 divided by zero")


def test_a_register_that_knows_more_is_asked_when_we_know_nobody(
    demo: Engine, clock: StoppedClock
) -> None:
    def register(phone: str) -> tuple[Customer, ...]:
        return (replace(MATTI, phones=(phone,)),)

    house = open_house(demo, clock, broken=lambda ports: replace(ports, register=register))
    house.telephone.calls(STRANGER, LINE).hears("sähkönjakelun häiriö")
