"""Passwords: how they are kept, which are refused, and names."""

import pytest
from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import Engine, update

from ivr.accounts import passwords, people
from ivr.accounts.passwords import BadPassword, hashed, outdated
from ivr.accounts.people import BadPerson
from ivr.clock import StoppedClock
from ivr.db.tables.accounts import users
from tests.ivr.accounts.conftest import PASSWORD, Add, Browser


@pytest.fixture
def engine(either_engine: Engine) -> Engine:
    return either_engine


def test_a_password_is_kept_as_argon2id_with_todays_settings() -> None:
    slow = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
    assert slow.hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert outdated(hashed(PASSWORD, "aino")) is False


def test_who_has_a_password_that_would_be_refused_today_still_comes_in(
    browser: Browser, add: Add, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("aino", "agent")
    with engine.begin() as connection:
        connection.execute(update(users).values(password=passwords.again("password1234")))
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(2, 8, 1))
    assert browser.signs_in("aino", "password1234").status_code == 303


def test_a_hash_of_weaker_settings_is_made_anew(
    browser: Browser, add: Add, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("aino", "agent")
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(2, 8, 1))
    assert browser.signs_in("aino").status_code == 303
    with engine.connect() as connection:
        kept = people.password_of(connection, "aino")
    assert kept is not None
    assert not outdated(kept)


@pytest.mark.parametrize("password", ["short", "ainoainoainoaino", "aaaaaaaaaaaaaa", "x" * 300])
def test_a_bad_password_is_refused(password: str) -> None:
    with pytest.raises(BadPassword):
        hashed(password, "aino")


@pytest.mark.parametrize("name", ["", "a b", "ä", "-a", "x" * 70])
def test_a_bad_name_is_refused(engine: Engine, clock: StoppedClock, name: str) -> None:
    with engine.begin() as connection, pytest.raises(BadPerson):
        people.add(connection, name, PASSWORD, ["viewer"], clock.now())


def test_nobody_is_added_twice(add: Add) -> None:
    add("aino", "agent")
    with pytest.raises(BadPerson, match="already"):
        add("AINO", "viewer")
