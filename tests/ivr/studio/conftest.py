"""The studio of a company that has what ships with Linja, and people who open it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Engine

from ivr.accounts import people
from ivr.accounts.roles import Role
from ivr.app import create_app
from ivr.bundles import store
from ivr.bundles.library import shipped_bundle, shipped_sources
from ivr.clock import StoppedClock
from ivr.services import Services
from ivr.studio import drafts
from ivr.studio.drafts import Saved
from tests.ivr.accounts.conftest import PASSWORD, Browser, quick
from tests.ivr.house import SETTINGS, set_up

__all__ = ["quick"]

FLOW = "customer-service"
TEXT = shipped_sources()[FLOW]
MENU = """
prompts:
  menu.main:
    fi: Vika-asioissa painakaa yksi. | Laskuasioissa painakaa kaksi. | Muuttoasioissa painakaa kolme. | Muissa asioissa painakaa neljä.
    sv: För fel, tryck ett. | För fakturor, tryck två. | För flyttning, tryck tre. | För övriga ärenden, tryck fyra.
    en: For a fault, press one. | For bills, press two. | For moving home, press three. | For anything else, press four.
"""  # noqa: E501 -- as they are written in a flow

Opens = Callable[..., Browser]


@pytest.fixture
def app(engine: Engine, clock: StoppedClock) -> Flask:
    """The application, with customer service and the fault line published."""
    set_up(engine)
    for name in ("customer-service", "fault-line", "callback"):
        store.publish(engine, shipped_bundle(name), "Shipped with Linja", clock.now())
    return create_app(SETTINGS, Services(SETTINGS, clock, engine))


@pytest.fixture
def opens(app: Flask, engine: Engine, clock: StoppedClock) -> Opens:
    """Open the pages as somebody of these roles, who reads English."""

    def opened(name: str, *roles: Role) -> Browser:
        with engine.begin() as connection:
            people.add(connection, name, PASSWORD, roles, clock.now())
            people.set_language(connection, name, "en")
        browser = Browser(app.test_client())
        browser.signs_in(name)
        return browser

    return opened


@pytest.fixture
def editor(opens: Opens) -> Browser:
    """Aino, who edits."""
    return opens("aino", "editor")


def saved(engine: Engine, flow: str = FLOW) -> Saved:
    """The draft as it is kept."""
    with engine.connect() as connection:
        draft = drafts.find(connection, flow)
    assert draft
    return draft


def base_of(engine: Engine, flow: str = FLOW) -> str:
    """The hash that is live."""
    return store.live(engine)[flow]
