"""A text message when it is repaired: asked for by key, held at night, read in the morning."""

import re

from playwright.sync_api import expect

from tests.browser.anew import Server
from tests.browser.caller import MATTI, Person
from tests.browser.conftest import Opens


def moves_to(person: Person, button: str, shown: str) -> None:
    """Move business time, and see that it has moved."""
    person.moves_time(button)
    expect(person.page.locator("#clock")).to_have_text(re.compile(shown))


def test_matti_is_texted_in_the_morning(server: Server, opens: Opens) -> None:
    person = opens(server)
    inbox = person.page.locator("#inbox")
    person.calls(MATTI)
    person.hears("Jos haluatte tekstiviestin, kun vika on korjattu, painakaa yksi.", "fi-FI")
    person.presses("1")
    person.hears("Lähetämme viestin numeroon nolla neljä nolla", "fi-FI")
    person.presses("1")
    person.hears("Lähetämme teille tekstiviestin, kun häiriö on korjattu.", "fi-FI")
    person.page.get_by_role("button", name="Hang up").first.click()
    expect(inbox).to_be_hidden()
    moves_to(person, "Next 22.00", "22:00")
    moves_to(person, "Next 8.00", "08:00")
    expect(inbox).to_contain_text("Sähkönjakelun häiriö alueella 29900 on tietojemme mukaan")
    expect(inbox.locator("li")).to_have_count(1)
