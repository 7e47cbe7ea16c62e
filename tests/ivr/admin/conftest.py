"""The pages over the demo company's database, and people who open them in English."""

from collections.abc import Callable

import pytest

from ivr.accounts import people
from ivr.accounts.roles import Role
from tests.ivr.accounts.conftest import PASSWORD, Browser, quick
from tests.ivr.house import House

__all__ = ["quick"]

Opens = Callable[..., Browser]


@pytest.fixture
def opens(house: House) -> Opens:
    """Open the pages as somebody of these roles."""

    def opened(name: str, *roles: Role) -> Browser:
        services = house.services
        with services.engine.begin() as connection:
            people.add(connection, name, PASSWORD, roles, services.clock.now())
            people.set_language(connection, name, "en")
        browser = Browser(house.app.test_client())
        browser.signs_in(name)
        return browser

    return opened


@pytest.fixture
def eva(opens: Opens) -> Browser:
    """Eva, who writes and corrects outages."""
    return opens("eva", "outage-operator")
