"""A day of those who answer for the service: what they change is what callers hear."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.anew import Server
from tests.browser.caller import Person
from tests.browser.conftest import Opens
from tests.browser.staff import signs_in_with

FLOW = "/admin/flows/customer-service"
ADDED = {
    "fi": "Pysäköintiasioissa painakaa viisi.",
    "sv": "För parkering, tryck fem.",
    "en": "For parking, press five.",
}
STORM = "Myrsky on aiheuttanut"
LIISA = "+358401110006"


@pytest.fixture
def page(browser: Browser, server: Server, complaints: list[str]) -> Iterator[Page]:
    """A browser of somebody who may change everything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.on(
        "console", lambda told: complaints.append(told.text) if told.type == "error" else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    roles = ("editor", "publisher", "outage-operator", "administrator")
    signs_in_with(opened, server, "eija", *roles)
    yield opened
    context.close()


def test_a_key_is_added_refused_mended_tried_published_and_taken_back_during_a_call(
    page: Page, server: Server, opens: Opens, complaints: list[str]
) -> None:
    adds_step_and_key(page, server)
    writes_words(page, "fi", "sv")
    page.get_by_role("link", name="Julkaise").click()
    expect(page.locator(".gate > .no").first).to_contain_text("englanti ei muuttunut")
    tries_to_publish(page)
    expect(page.get_by_role("alert")).to_contain_text("Sitä ei julkaistu")
    assert complaints, "Chromium tells of what was refused on purpose"
    complaints.clear()
    page.get_by_role("link", name="Lauseet").click()
    writes_words(page, "en")
    calls_draft(page, server)
    page.get_by_role("link", name="Julkaise").click()
    expect(page.locator("ins", has_text=ADDED["en"]).first).to_be_visible()
    tries_to_publish(page)
    expect(page.get_by_role("status")).to_be_visible()

    person = calling(opens, server)
    person.hears(ADDED["fi"], "fi-FI")
    page.get_by_role("link", name="Versiot").click()
    page.get_by_role("button", name="Tullut Linjan mukana").first.click()
    expect(page.locator("tbody tr").first).to_contain_text("Tullut Linjan mukana")
    person.presses("5")
    person.hears("Yhdistämme", "fi-FI")
    later = calling(opens, server)
    later.hears("Vika- ja häiriöasioissa painakaa yksi.", "fi-FI")
    later.hears_nothing_of(ADDED["fi"])


def test_an_outage_a_storm_and_the_hours_of_midsummer(
    page: Page, server: Server, opens: Opens
) -> None:
    page.goto(f"{server.url}/admin/outages/new")
    page.locator("[name=areas]").fill("33100")
    page.locator("main button.primary").click()
    expect(page.get_by_role("status").first).to_be_visible()
    calling(opens, server).hears("sähkönjakelun häiriö", "fi-FI")

    page.goto(f"{server.url}/admin/lines/")
    page.get_by_role("button", name="Kytke päälle").click()
    expect(page.locator(".page > .notice")).to_contain_text(STORM)
    calling(opens, server).hears(STORM, "fi-FI")
    page.get_by_role("button", name="Kytke pois").click()
    expect(page.locator(".page > .notice")).to_have_count(0)
    calm = calling(opens, server)
    calm.hears("sähkönjakelun häiriö", "fi-FI")
    calm.hears_nothing_of(STORM)

    page.locator("a[href$='name=office']").click()
    page.locator("[id='eve_midsummer-eve_how']").select_option("hours")
    page.locator("[name='eve_midsummer-eve']").fill("10-14")
    page.locator("button[value=save]").click()
    expect(page.locator(".days, .rows").first).to_be_visible()
    asks_when_open(page, server)
    expect(page.locator(".rows", has_text="suomi")).to_contain_text("14.00")


def adds_step_and_key(page: Page, server: Server) -> None:
    """Add a step that rings somebody, and key 5 of the menu that leads to it."""
    page.goto(f"{server.url}{FLOW}/steps/main")
    page.locator("#add-name").fill("parking")
    page.locator("#add-type").select_option("human")
    page.locator("form:has(#add-name) button").click()
    expect(page.locator("#step-title")).to_contain_text("parking")
    page.goto(f"{server.url}{FLOW}/steps/main")
    empty = page.locator(".routes .row").last
    empty.locator("input").fill("5")
    empty.locator("select").select_option("parking")
    page.locator(".stepform button.primary").click()
    expect(page.locator(".routes input[value='5']")).to_be_visible()


def writes_words(page: Page, *languages: str) -> None:
    """Say the new key at the end of the menu."""
    for language in languages:
        area = page.locator(f"[id='menu.main-{language}']")
        area.fill(f"{area.input_value()} | {ADDED[language]}")
    page.locator("[id='prompt-menu.main'] form").first.get_by_role("button").last.click()
    for language in languages:
        area = page.locator(f"[id='menu.main-{language}']")
        expect(area).to_have_value(re.compile(re.escape(ADDED[language])))


def tries_to_publish(page: Page) -> None:
    """Say what is new, and publish."""
    page.locator("#note").fill("A key for parking")
    page.locator("form:has(#note) button.primary").click()


def calls_draft(page: Page, server: Server) -> None:
    """Call the draft in the studio, hear the new key, and press it."""
    page.goto(f"{server.url}{FLOW}/try?language=fi")
    expect(page.locator(".said").last).to_contain_text(ADDED["fi"])
    page.locator(".keypad button[value='key:5']").click()
    expect(page.locator(".said").last).to_contain_text("parking")


def calling(opens: Opens, server: Server) -> Person:
    """Call as Liisa, of whom no language is known, and choose Finnish."""
    person = opens(server)
    person.calls(LIISA)
    person.hears("Suomeksi painakaa yksi.", "fi-FI")
    person.presses("1")
    return person


def asks_when_open(page: Page, server: Server) -> None:
    """Ask what happens to a call at noon on the eve of Midsummer."""
    page.goto(f"{server.url}/admin/lines/?line=customer-service&at=2027-06-25T12:00")
