"""A role may demand a code: without one, nothing is reached but one's own account."""

from dataclasses import replace
from html import unescape

import pytest

from ivr.accounts.totp import picture
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.services import Services
from ivr.settings import BadSettings, Settings
from tests.ivr.accounts.codes import code_of
from tests.ivr.accounts.conftest import PASSWORD, Add, Browser
from tests.ivr.house import SETTINGS

NEEDED = "kaksivaiheisen kirjautumisen"


@pytest.fixture
def strict(services: Services) -> Browser:
    """A browser, where administrators and publishers sign in with a code."""
    settings = replace(SETTINGS, linja_two_steps="administrator, publisher")
    return Browser(create_app(settings, services).test_client())


def test_without_a_code_only_the_account_is_reached_and_with_one_everything(
    strict: Browser, add: Add, clock: StoppedClock
) -> None:
    add("aino", "administrator")
    strict.signs_in("aino")
    assert [strict.sees(path).location for path in ("/", "/admin/lines/")] == ["/account"] * 2
    page = strict.sees("/account").text
    assert NEEDED in page
    secret = page.partition('class="secret">')[2].partition("<")[0]
    strict.sends("/account/totp", old=PASSWORD, secret=secret, code=code_of(secret, clock.now()))
    assert NEEDED not in strict.sees("/account").text
    assert strict.sees("/admin/lines/").status_code == 200


def test_whoever_signed_in_elsewhere_without_a_code_is_signed_out_when_it_is_turned_on(
    strict: Browser, add: Add, clock: StoppedClock
) -> None:
    add("aino", "administrator")
    with_her_password = Browser(strict.client.application.test_client())
    for browser in (with_her_password, strict):
        browser.signs_in("aino")
    secret = strict.sees("/account").text.partition('class="secret">')[2].partition("<")[0]
    strict.sends("/account/totp", old=PASSWORD, secret=secret, code=code_of(secret, clock.now()))
    assert "/sign-in" in str(with_her_password.sees("/admin/lines/").location)
    assert strict.sees("/admin/lines/").status_code == 200


def test_nothing_is_changed_without_a_code(strict: Browser, add: Add) -> None:
    add("aino", "publisher")
    strict.signs_in("aino")
    refused = strict.sends("/admin/flows/customer-service/publish/do", number="1")
    assert refused.status_code == 403
    by_htmx = strict.client.get("/admin/flows/", headers={"HX-Request": "true"})
    assert by_htmx.status_code == 403


def test_whoever_turns_it_off_is_kept_out_again(
    strict: Browser, add: Add, clock: StoppedClock
) -> None:
    add("aino", "administrator")
    strict.signs_in("aino")
    page = strict.sees("/account").text
    secret = page.partition('class="secret">')[2].partition("<")[0]
    strict.sends("/account/totp", old=PASSWORD, secret=secret, code=code_of(secret, clock.now()))
    clock.at = clock.at.replace(minute=clock.at.minute + 1)
    strict.sends("/account/totp/end", old=PASSWORD, code=code_of(secret, clock.now()))
    assert strict.sees("/admin/lines/").location == "/account"


def test_other_roles_come_as_before(strict: Browser, add: Add) -> None:
    add("aino", "agent")
    strict.signs_in("aino")
    assert strict.sees("/desk/").status_code == 200


def test_all_is_every_role_and_an_unknown_one_is_refused() -> None:
    everybody = Settings.read({"LINJA_TWO_STEPS": "all"}).two_steps
    assert {"agent", "administrator", "viewer"} <= everybody
    with pytest.raises(BadSettings, match="LINJA_TWO_STEPS: admin:"):
        Settings.read({"LINJA_TWO_STEPS": "admin,publisher"})


def test_a_telephone_reads_the_key_from_the_page(strict: Browser, add: Add) -> None:
    add("aino", "administrator")
    strict.signs_in("aino")
    page = strict.sees("/account").text
    address = unescape(page.partition('href="otpauth:')[2].partition('"')[0])
    shown = unescape(page.partition('class="qr" src="')[2].partition('"')[0])
    assert shown == picture(f"otpauth:{address}")
    assert shown.startswith("data:image/svg+xml")
