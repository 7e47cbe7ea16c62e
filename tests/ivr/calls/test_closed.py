"""Calls when nobody is there: why, until when, and what stands for a person."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.clock import HELSINKI, StoppedClock
from tests.ivr.house import House, open_house

LINE, FAULTS = "+358931570000", "+358931570001"
MATTI = "+358401110001"
MONDAY_NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=HELSINKI)


@pytest.fixture
def night(demo: Engine, clock: StoppedClock) -> House:
    """Half past ten in the evening."""
    clock.at = MONDAY_NIGHT
    return open_house(demo, clock)


def test_at_night_the_fault_comes_first_then_when_we_open_then_the_callback(night: House) -> None:
    call = night.telephone.calls(MATTI, LINE)
    call.hears("Jos haluatte, että soitamme teille, painakaa nolla milloin tahansa.")
    call.hears("Sähkönjakelun häiriö postinumeroalueellanne")
    call.presses("3")
    call.hears("Asiakaspalvelumme on nyt suljettu. Avaamme huomenna kello kahdeksan.")
    call.presses("1").hears("Soitammeko numeroon nolla neljä nolla")
    call.presses("1").hears("Soitamme aikaisintaan huomenna kello kahdeksan, kun olemme avanneet.")
    call.is_silent().has_ended()


def test_zero_at_night_is_the_callback_and_never_an_empty_promise(night: House) -> None:
    call = night.telephone.calls(MATTI, LINE)
    call.hears_nothing_of("Asiakaspalvelijalle pääsette")
    call.presses("0").hears("Soitammeko numeroon")


def test_the_fault_line_is_there_at_night(night: House) -> None:
    night.telephone.calls(MATTI, FAULTS).presses("0").is_with("+358931570040")


def test_danger_is_never_closed(night: House) -> None:
    night.telephone.calls(MATTI, LINE).presses("9").is_with("+358931570040")


def test_a_message_is_kept_for_somebody_to_close(night: House) -> None:
    call = night.telephone.calls("anonymous", LINE).presses("1").presses("2")
    call.hears("Voitte jättää viestin. Se tallennetaan.")
    call.speaks(8).hears("Viestinne on tallennettu").has_ended()


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-11-28T12:00", "on viikonloppuisin suljettu. Avaamme maanantaina kello kahdeksan."),
        ("2026-12-25T12:00", "on suljettu, koska tänään on joulupäivä. Avaamme maanantaina"),
        ("2026-12-07T12:00", "on tilapäisesti suljettu. Avaamme huomenna kello kahdeksan."),
        ("2026-11-24T07:59", "on nyt suljettu. Avaamme tänään kello kahdeksan."),
    ],
)
def test_why_it_is_closed_is_said(demo: Engine, clock: StoppedClock, at: str, why: str) -> None:
    clock.at = datetime.fromisoformat(at).replace(tzinfo=HELSINKI)
    open_house(demo, clock).telephone.calls("anonymous", LINE).presses("1").hears(why)


def test_a_call_that_began_before_closing_is_told_when_it_asks_for_a_person(
    demo: Engine, clock: StoppedClock
) -> None:
    clock.at = MONDAY_NIGHT.replace(hour=15, minute=59)
    call = open_house(demo, clock).telephone.calls(MATTI, LINE)
    clock.at += timedelta(minutes=2)
    call.presses("0").hears("Soitammeko numeroon")


def test_every_webhook_of_the_night_may_come_twice(demo: Engine, clock: StoppedClock) -> None:
    clock.at = MONDAY_NIGHT
    house = open_house(demo, clock)
    house.telephone.exchange.repeat_webhooks = True
    call = house.telephone.calls(MATTI, LINE).presses("3").presses("1").presses("1")
    call.hears("Soittopyyntönne on kirjattu")
    assert house.telephone.exchange.problems == []
    assert json.dumps(call.transcript).count("kirjattu") == 1
