"""What is switched off by hand fails inside its port, and the call still reaches a person."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.app import create_app
from ivr.calls.wiring import ports_of
from ivr.clock import StoppedClock
from ivr.overrides import Overrides, OverridesFile
from ivr.services import Services
from simulator.testing import Telephone, exchange_for
from tests.ivr.house import FAULT_LINE, FIRST, LINE, PUBLIC, SETTINGS

MATTI = "+358401110001"
NOTICE = "sähkönjakelun häiriö"

Switch = Callable[..., None]


@pytest.fixture
def services(demo: Engine, clock: StoppedClock, tmp_path: Path) -> Services:
    return Services(SETTINGS, clock, demo, overrides=OverridesFile(tmp_path))


@pytest.fixture
def switch_off(services: Services) -> Switch:
    def switch(*parts: str) -> None:
        assert services.overrides
        services.overrides.write(Overrides(broken=frozenset(parts)))

    return switch


@pytest.fixture
def telephone(services: Services) -> Telephone:
    app = create_app(services.settings, services)
    return Telephone(exchange_for(app, app_url=PUBLIC))


def test_with_everything_on_a_call_is_as_always(telephone: Telephone) -> None:
    telephone.calls(MATTI, LINE).hears(NOTICE).presses("0").is_with(FIRST)


@pytest.mark.parametrize("part", ["database", "feed", "redis", "register"])
def test_whatever_is_off_a_person_is_reached(
    telephone: Telephone, switch_off: Switch, part: str
) -> None:
    switch_off(part)
    telephone.calls(MATTI, LINE).presses("0").is_with(FIRST)


def test_without_the_database_nobody_is_known(telephone: Telephone, switch_off: Switch) -> None:
    switch_off("database")
    call = telephone.calls(MATTI, LINE)
    call.hears("svenska").hears_nothing_of(NOTICE)


def test_the_database_is_away_for_all_of_the_application(
    services: Services, switch_off: Switch
) -> None:
    app = create_app(services.settings, services)
    switch_off("database")
    answer = app.test_client().get("/health/ready").get_json()
    assert answer["checks"]["database"] == "away: OperationalError"
    switch_off()
    assert app.test_client().get("/health/ready").get_json()["status"] == "ok"


def test_without_the_feed_the_last_notice_is_still_read(
    telephone: Telephone, switch_off: Switch
) -> None:
    telephone.calls(MATTI, LINE).hears(NOTICE).hangs_up()
    switch_off("feed")
    telephone.calls(MATTI, LINE).hears(NOTICE)


def test_without_the_feed_and_any_last_notice_the_call_goes_on(
    telephone: Telephone, switch_off: Switch
) -> None:
    switch_off("feed")
    telephone.calls(MATTI, FAULT_LINE).hears_nothing_of(NOTICE).presses("0")


def test_a_register_that_is_off_is_asked_in_vain_and_nobody_waits(
    services: Services, switch_off: Switch
) -> None:
    settings = replace(SETTINGS, linja_register_url="http://127.0.0.1:9/register")
    register = ports_of(replace(services, settings=settings)).register
    assert register
    switch_off("register")
    assert register("+358401119999") == ()
