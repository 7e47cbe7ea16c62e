"""People, and a browser with which they come."""

from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from ivr.accounts import passwords, people
from ivr.accounts.cookie import HOST_ONLY
from ivr.accounts.guard import token_for
from ivr.accounts.roles import Role
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.services import Services
from tests.ivr.house import SETTINGS

PASSWORD = "kolme pientä porsasta"
NEW = "seitsemän veljestä"

Add = Callable[..., str]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash is slow on purpose; these tests make hundreds. One test makes a real one."""
    hasher = PasswordHasher(1, 8, 1)
    monkeypatch.setattr(passwords, "HASHER", hasher)
    monkeypatch.setattr(passwords, "NOBODYS", hasher.hash("nobody"))


class Browser:
    """Somebody's browser, with its cookies."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def signs_in(self, name: str, password: str = PASSWORD, **more: Any) -> TestResponse:
        """Fill in the form."""
        form = {"name": name, "password": password, **more}
        return self.client.post("/sign-in", data=form)

    def sends(self, path: str, method: str = "POST", **form: Any) -> TestResponse:
        """Send a form of ours, with its token."""
        form["csrf"] = self.token
        return self.client.open(path, method=method, data=form, buffered=True)

    def sees(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    @property
    def token(self) -> str:
        """What the forms of this browser carry."""
        return token_for(self.secret)

    @property
    def secret(self) -> str:
        """What it holds of its sign-in."""
        cookie = self.client.get_cookie(HOST_ONLY)
        return cookie.value if cookie else ""

    def holds(self, secret: str) -> None:
        """Let it hold another, as one that somebody has kept."""
        self.client.set_cookie(HOST_ONLY, secret, secure=True)


@pytest.fixture
def services(engine: Engine, clock: StoppedClock) -> Services:
    return Services(SETTINGS, clock, engine)


@pytest.fixture
def browser(services: Services) -> Browser:
    return Browser(create_app(SETTINGS, services).test_client())


@pytest.fixture
def add(engine: Engine, clock: StoppedClock) -> Add:
    def added(name: str, *roles: Role) -> str:
        with engine.begin() as connection:
            people.add(connection, name, PASSWORD, roles, clock.now())
        return name

    return added
