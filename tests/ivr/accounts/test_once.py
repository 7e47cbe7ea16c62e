"""A password that is given to somebody: with it they choose their own, and reach nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from ivr.accounts import once, passwords, people, signing_in, totp
from ivr.clock import StoppedClock
from ivr.sealed import Sealed
from tests.ivr.accounts.codes import code_of
from tests.ivr.accounts.conftest import NEW, Add, Browser
from tests.ivr.house import SETTINGS

CHOOSE = "kertakäyttöinen"


@pytest.fixture
def given(add: Add, engine: Engine, clock: StoppedClock) -> str:
    """What Aino, an agent, was given."""
    add("aino", "agent")
    with engine.begin() as connection:
        return once.give(connection, "aino", clock.now())


def test_with_it_they_choose_their_own_and_nothing_else(browser: Browser, given: str) -> None:
    assert browser.signs_in("aino", given).status_code == 303
    assert [browser.sees(path).location for path in ("/", "/desk/")] == ["/account"] * 2
    assert CHOOSE in browser.sees("/account").text
    browser.sends("/account/password", old=given, new=NEW)
    assert browser.signs_in("aino", given).status_code == 401
    assert browser.signs_in("aino", NEW).status_code == 303
    assert CHOOSE not in browser.sees("/account").text
    assert browser.sees("/desk/").status_code == 200


def test_nothing_is_done_with_it(browser: Browser, given: str) -> None:
    browser.signs_in("aino", given)
    assert browser.sends("/desk/state", state="available").status_code == 403
    secret = totp.new_secret()
    turned_on = browser.sends("/account/totp", old=given, secret=secret)
    assert turned_on.status_code == 403
    assert "otpauth" not in browser.sees("/account").text


def test_it_cannot_be_kept(browser: Browser, given: str) -> None:
    browser.signs_in("aino", given)
    again = browser.sends("/account/password", old=given, new=given)
    assert (again.status_code, "sama kuin nykyinen" in again.text) == (400, True)
    assert browser.sees("/desk/").location == "/account"


@pytest.mark.parametrize(("days", "status"), [(2.9, 303), (3, 401)])
def test_it_is_good_for_three_days(
    browser: Browser, given: str, clock: StoppedClock, days: float, status: int
) -> None:
    clock.at += timedelta(days=days)
    assert browser.signs_in("aino", given).status_code == status


def test_nor_is_it_chosen_with_any_later(
    browser: Browser, given: str, clock: StoppedClock
) -> None:
    clock.at += timedelta(days=2.99)
    browser.signs_in("aino", given)
    clock.at += timedelta(minutes=30)
    browser.sends("/account/password", old=given, new=NEW)
    assert browser.signs_in("aino", NEW).status_code == 401


def test_whoever_signs_in_while_another_one_is_chosen_is_too_late(
    browser: Browser, given: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def matches(kept: str | None, password: str) -> bool:
        right = passwords.matches(kept, password)
        monkeypatch.setattr(signing_in, "matches", passwords.matches)
        with engine.begin() as connection:
            people.set_password(connection, "aino", NEW)
        return right

    monkeypatch.setattr(signing_in, "matches", matches)
    assert browser.signs_in("aino", given).status_code == 401


def test_whoever_was_signed_in_is_so_no_more(
    browser: Browser, add: Add, engine: Engine, clock: StoppedClock
) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    with engine.begin() as connection:
        once.give(connection, "aino", clock.now())
    assert "/sign-in" in str(browser.sees("/desk/").location)


def test_who_uses_a_code_needs_it_with_a_given_password_too(
    browser: Browser, add: Add, engine: Engine, clock: StoppedClock
) -> None:
    add("aino", "agent")
    secret = totp.new_secret()
    with engine.begin() as connection:
        totp.turn_on(connection, "aino", secret, Sealed(SETTINGS.secret_keys), 0)
        given = once.give(connection, "aino", clock.now())
    assert browser.signs_in("aino", given).status_code == 401
    assert browser.signs_in("aino", given, code=code_of(secret, clock.now())).status_code == 303
    assert browser.sees("/desk/").location == "/account"


def test_a_name_of_one_letter_has_one_too(add: Add, engine: Engine, clock: StoppedClock) -> None:
    add("x", "agent")
    with engine.begin() as connection:
        for _ in range(50):
            once.give(connection, "x", clock.now())
        found = people.find(connection, "x")
    assert found
    assert found.once_until == clock.now() + once.GOOD_FOR


def test_each_is_another() -> None:
    assert len({once.new_once() for _ in range(1000)}) == 1000
