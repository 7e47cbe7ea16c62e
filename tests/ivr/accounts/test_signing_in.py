"""Coming in: who may, who may not, and what a guesser learns."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from ivr.accounts import people, signing_in
from ivr.accounts.cookie import HOST_ONLY
from ivr.accounts.totp import STEP_SECONDS, new_secret, step_of, turn_on
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.db.tables.accounts import sign_ins, users
from ivr.sealed import Sealed
from ivr.services import Services
from tests.ivr.accounts.codes import code_of
from tests.ivr.accounts.conftest import NEW, PASSWORD, Add, Browser
from tests.ivr.house import SETTINGS


@pytest.fixture
def engine(either_engine: Engine) -> Engine:
    return either_engine


def test_the_right_password_lets_in(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    answer = browser.signs_in("Aino")
    assert (answer.status_code, answer.location) == (303, "/")
    assert "aino" in browser.sees("/account").text


def test_the_cookie_is_for_https_and_for_no_script(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    cookie = browser.signs_in("aino").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_the_cookie_is_this_hosts_alone(browser: Browser, add: Add) -> None:
    """A browser takes `__Host-` only with Secure, for the whole host and from no other one."""
    add("aino", "agent")
    cookie = browser.signs_in("aino").headers["Set-Cookie"]
    assert cookie.startswith("__Host-linja=")
    assert "Path=/" in cookie.split("; ")
    assert "Domain" not in cookie


def test_a_cookie_that_another_host_could_have_set_is_nothing(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    secret = browser.client.get_cookie(HOST_ONLY)
    other = browser.client.application.test_client()
    other.set_cookie("linja", secret.value if secret else "")
    assert other.get("/account").status_code == 302


def test_without_https_a_browser_takes_it_as_well(services: Services, add: Add) -> None:
    plain = replace(SETTINGS, public_url="http://127.0.0.1:8000")
    add("aino", "agent")
    client = create_app(plain, services).test_client()
    cookie = Browser(client).signs_in("aino").headers["Set-Cookie"]
    assert cookie.startswith("linja=")
    assert "Secure" not in cookie
    assert client.get("/account").status_code == 200


def test_what_is_kept_opens_nothing(browser: Browser, add: Add, engine: Engine) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    cookie = browser.client.get_cookie(HOST_ONLY, domain="localhost")
    with engine.connect() as connection:
        kept = [
            *connection.execute(select(sign_ins)).one(),
            *connection.execute(select(users)).one(),
        ]
    assert PASSWORD not in map(str, kept)
    assert cookie is not None
    assert cookie.value not in map(str, kept)


@pytest.mark.parametrize(("name", "password"), [("aino", "wrong"), ("nobody", PASSWORD)])
def test_wrong_is_wrong_and_says_no_more(
    browser: Browser, add: Add, name: str, password: str
) -> None:
    add("aino", "agent")
    answer = browser.signs_in(name, password)
    assert answer.status_code == 401
    assert "Nimi, salasana tai koodi ei täsmää." in answer.text
    assert browser.sees("/account").status_code == 302


def test_five_failures_close_an_account_for_a_quarter_of_an_hour(
    browser: Browser, add: Add, clock: StoppedClock
) -> None:
    add("aino", "agent")
    assert [browser.signs_in("aino", "wrong").status_code for _ in range(5)] == [401] * 5
    assert browser.signs_in("aino").status_code == 429
    clock.at += timedelta(minutes=15)
    assert browser.signs_in("aino").status_code == 303


def test_whoever_guesses_many_at_once_guesses_five_times(
    browser: Browser, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("aino", "agent")
    guessed = []

    def slow(_kept: str | None, password: str) -> bool:
        """While one hash is computed the next guess comes in."""
        guessed.append(password)
        if len(guessed) < 20:
            browser.signs_in("aino", f"guess {len(guessed)}")
        return False

    monkeypatch.setattr(signing_in, "matches", slow)
    browser.signs_in("aino", "guess 0")
    assert len(guessed) == 5


def test_twenty_failures_close_an_address_to_every_account(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    for number in range(20):
        browser.signs_in(f"guess-{number}", "wrong")
    assert browser.signs_in("aino").status_code == 429


@pytest.mark.parametrize(("proxies", "answer"), [("0", 429), ("1", 303)])
def test_behind_a_proxy_of_ours_addresses_are_told_apart(
    services: Services, add: Add, proxies: str, answer: int
) -> None:
    add("aino", "agent")
    settings = replace(SETTINGS, linja_proxies=proxies)
    client = create_app(settings, services).test_client()
    for number in range(20):
        guess = {"name": f"guess-{number}", "password": "wrong"}
        headers = {"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.1"}  # the first is made up
        client.post("/sign-in", data=guess, headers=headers)
    right = {"name": "aino", "password": PASSWORD}
    there = client.post("/sign-in", data=right, headers={"X-Forwarded-For": "198.51.100.1"})
    here = client.post("/sign-in", data=right, headers={"X-Forwarded-For": "203.0.113.7"})
    assert (there.status_code, here.status_code) == (429, answer)


def test_it_leads_back_to_where_one_came_from_and_nowhere_else(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    assert browser.sees("/account").location == "/sign-in?to=/account"
    assert browser.signs_in("aino", to="/account?x=1").location == "/account?x=1"
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "x:/y"):
        assert browser.signs_in("aino", to=elsewhere).location == "/"


def test_another_site_cannot_sign_somebody_in(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    form = {"name": "aino", "password": PASSWORD}
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert browser.client.post("/sign-in", data=form, headers=headers).status_code == 403


def test_it_ends_after_two_hours_without_use_and_after_a_day(
    browser: Browser, add: Add, clock: StoppedClock
) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    for _ in range(15):
        clock.at += timedelta(minutes=95)
        assert browser.sees("/account").status_code == 200
    clock.at += timedelta(minutes=95)
    assert browser.sees("/account").status_code == 302
    browser.signs_in("aino")
    clock.at += timedelta(hours=2)
    assert browser.sees("/account").status_code == 302


def test_who_is_disabled_is_out_at_once(
    browser: Browser, add: Add, engine: Engine, clock: StoppedClock
) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    with engine.begin() as connection:
        people.disable(connection, "aino", clock.now())
    assert browser.sees("/account").status_code == 302
    assert browser.signs_in("aino").status_code == 401


def test_signing_out_ends_it_here(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    answer = browser.sends("/sign-out")
    assert browser.sees("/account").status_code == 302
    gone = answer.headers["Set-Cookie"]
    assert gone.startswith("__Host-linja=; ")
    assert {"Secure", "Path=/"} <= set(gone.split("; "))  # else no browser takes it


def test_signing_out_leaves_nothing_in_the_browser(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    assert browser.sends("/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_new_password_signs_out_everywhere(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    assert browser.sends("/account/password", old="wrong", new=NEW).status_code == 400
    assert browser.sends("/account/password", old=PASSWORD, new="short").status_code == 400
    assert browser.sends("/account/password", old=PASSWORD, new=NEW).status_code == 303
    assert browser.sees("/account").status_code == 302
    assert browser.signs_in("aino", PASSWORD).status_code == 401
    assert browser.signs_in("aino", NEW).status_code == 303


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/password", {"old": "wrong", "new": NEW}),
        ("/account/totp", {"old": "wrong", "code": "0"}),
        ("/account/totp/end", {"old": "wrong", "code": "0"}),
        ("/account/totp/end", {"old": PASSWORD, "code": "0"}),
    ],
)
def test_whoever_finds_a_browser_open_guesses_five_times(
    browser: Browser, add: Add, engine: Engine, path: str, form: dict[str, str]
) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    with engine.begin() as connection:
        turn_on(connection, "aino", new_secret(), Sealed([SETTINGS.secret_key]), 0)
    assert [browser.sends(path, **form).status_code for _ in range(6)] == [400] * 5 + [429]


def test_a_code_is_asked_once_it_is_turned_on_and_is_good_once(
    browser: Browser, add: Add, clock: StoppedClock
) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    secret = browser.sees("/account").text.partition('class="secret">')[2].partition("<")[0]
    assert (
        browser.sends("/account/totp", old=PASSWORD, secret=secret, code="000000").status_code
        == 400
    )
    code = code_of(secret, clock.now())
    assert (
        browser.sends("/account/totp", old=PASSWORD, secret=secret, code=code).status_code == 303
    )
    assert browser.signs_in("aino").status_code == 401
    assert browser.signs_in("aino", code=code).status_code == 401  # it was used
    clock.at += timedelta(seconds=STEP_SECONDS)
    following = code_of(secret, clock.now())
    assert browser.signs_in("aino", code=following).status_code == 303
    assert browser.signs_in("aino", code=following).status_code == 401
    clock.at += timedelta(seconds=STEP_SECONDS)
    code = code_of(secret, clock.now())
    assert browser.sends("/account/totp/end", code=code).status_code == 400
    assert browser.sends("/account/totp/end", old=PASSWORD, code=code).status_code == 303
    assert browser.signs_in("aino").status_code == 303


def test_a_browser_left_open_turns_no_code_on_without_the_password(
    browser: Browser, add: Add, clock: StoppedClock
) -> None:
    """Whoever could would keep the owner out with a telephone of their own."""
    add("aino", "agent")
    browser.signs_in("aino")
    secret = new_secret()
    code = code_of(secret, clock.now())
    refused = browser.sends("/account/totp", secret=secret, code=code)
    assert (refused.status_code, secret in refused.text) == (400, True)
    assert browser.signs_in("aino").status_code == 303


def test_the_codes_are_those_of_the_rfc(clock: StoppedClock) -> None:
    """RFC 6238, appendix B, SHA-1: 94287082 at 59 s, of which six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    at = clock.at.fromtimestamp(59, clock.at.tzinfo)
    assert step_of(secret, "287082", at) == 1
    assert step_of(secret, "287083", at) is None


def test_who_signs_in_again_leaves_nothing_of_before(browser: Browser, add: Add) -> None:
    add("aino", "agent")
    add("eeva", "agent")
    browser.signs_in("aino")
    before = browser.secret
    browser.signs_in("eeva")
    now = browser.secret
    browser.holds(before)
    assert browser.sees("/account").status_code == 302
    browser.holds(now)
    assert browser.sees("/account").status_code == 200
