"""Aino at her desk, and somebody who waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from ivr.accounts import people
from ivr.accounts.roles import Role
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.dispatch.agents import keep_agent
from ivr.dispatch.people import Joining, join
from ivr.services import Services
from routing.waiting import Wanted
from tests.ivr.accounts.conftest import PASSWORD, Browser, quick
from tests.ivr.house import LINE, SETTINGS, set_up

__all__ = ["quick"]

Waits = Callable[..., str]
Opens = Callable[..., Browser]


@pytest.fixture
def opens(engine: Engine, clock: StoppedClock) -> Opens:
    """Open the pages as somebody of these roles."""
    set_up(engine)
    app = create_app(SETTINGS, Services(SETTINGS, clock, engine))

    def opened(name: str, *roles: Role) -> Browser:
        with engine.begin() as connection:
            people.add(connection, name, PASSWORD, roles, clock.now())
        browser = Browser(app.test_client())
        browser.signs_in(name)
        return browser

    return opened


@pytest.fixture(autouse=True)
def current(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that asks again sees at once what has changed."""
    monkeypatch.setattr("ivr.desk.glance.KEPT_SECONDS", 0.0)


@pytest.fixture
def desk(opens: Opens, engine: Engine, clock: StoppedClock) -> Browser:
    """Aino's desk."""
    browser = opens("aino", "agent")
    with engine.begin() as connection:
        keep_agent(connection, "aino", "+358931570010", ["service-fi"], clock.now())
    return browser


@pytest.fixture
def waits(engine: Engine, clock: StoppedClock) -> Waits:
    """Have somebody wait since some minutes ago."""

    def waiting(ref: str, minutes: float = 0, **card: object) -> str:
        since = clock.now() - timedelta(minutes=minutes)
        person = Joining(
            "call", ref, LINE, "sv", "any", False, since, [Wanted("service-fi")], card
        )
        with engine.begin() as connection:
            return join(connection, person, clock.now())

    return waiting
