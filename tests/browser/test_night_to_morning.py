"""A call at night, the callback in the morning, and a message: seen and heard on the page."""

import json
import re
import time
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from playwright.sync_api import expect

from ivr.cli import main as cli
from tests.browser.anew import Server
from tests.browser.caller import MATTI, Person
from tests.browser.conftest import Opens

MATTIS, TEAM = "Matti Aalto", "service-fi"
CLOSED = "Asiakaspalvelumme on nyt suljettu. Avaamme huomenna kello kahdeksan."
RECEIPT = "Soittopyyntönne on kirjattu"
PATIENCE_SECONDS = 20.0


def told(folder: Path, *words: str) -> list[dict[str, Any]]:
    """What a command beside the server prints as JSON."""
    done = CliRunner().invoke(cli, words, env={"LINJA_DATA_DIR": str(folder)})
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def ends_as(folder: Path, state: str) -> dict[str, Any]:
    """Return the only callback, once it is in this state."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        (one,) = told(folder, "callbacks", "--json")
        if one["state"] == state or time.monotonic() > until:
            assert one["state"] == state, one
            return one


def rung_back(server: Server) -> set[str]:
    """Which of our calls to customers the page tells of: the latest ones."""
    calls = server.state()["exchange"]["calls"]
    return {call["sid"] for call in calls if call["direction"] == "outbound-api"}


def asks_to_be_rung(person: Person) -> None:
    """Call at night, hear why nobody is there, and ask for a callback."""
    person.calls(MATTI)
    person.hears("että soitamme teille, painakaa nolla", "fi-FI")
    person.presses("3")
    person.hears(CLOSED, "fi-FI")
    person.presses("1")
    person.hears("Soitammeko numeroon nolla neljä nolla", "fi-FI")
    person.presses("1")
    person.hears(RECEIPT, "fi-FI")
    person.hears("Soitamme aikaisintaan huomenna kello kahdeksan", "fi-FI")
    person.hears("Jos haluatte valita toisen ajan, painakaa yksi.", "fi-FI")
    person.says_nothing()
    expect(person.heard).to_contain_text("Over:")


def test_from_night_to_morning(server: Server, opens: Opens) -> None:
    rung_before = rung_back(server)
    person = opens(server)
    person.moves_time("Next 22.00")
    expect(person.page.locator("#clock")).to_have_text(re.compile("22:00"))
    asks_to_be_rung(person)
    (asked,) = told(server.folder, "callbacks", "--json")
    assert (asked["state"], asked["attempts"]) == ("requested", [])

    person.calls(MATTI)
    person.hears("Olette jo pyytänyt meitä soittamaan", "fi-FI")
    person.page.get_by_role("button", name="Hang up").first.click()

    person.moves_time("Next 8.00")
    expect(person.waits_for_ring(MATTIS)).to_contain_text("customer-service calls back")
    person.takes(MATTIS)
    expect(person.telephone(MATTIS)).to_contain_text("Pyysitte meitä soittamaan.")
    expect(person.waits_for_ring(TEAM)).to_contain_text(f"for {MATTIS}")
    expect(person.telephone(MATTIS)).to_contain_text(f"Ringing {TEAM}")
    person.takes(TEAM)
    card = person.telephone(MATTIS)
    expect(card).to_contain_text(f"Talks with {TEAM}")
    card.get_by_role("button", name="Hang up").click()
    done = ends_as(server.folder, "done")
    assert len(done["attempts"]) == 1
    assert len(rung_back(server) - rung_before) == 1


def test_the_same_at_360_pixels(server: Server, opens: Opens) -> None:
    person = opens(server, width=360, height=740)
    person.moves_time("Next 22.00")
    expect(person.page.locator("#clock")).to_have_text(re.compile("22:00"))
    asks_to_be_rung(person)
    person.moves_time("Next 8.00")
    ringing = person.waits_for_ring(MATTIS)
    expect(ringing).to_be_in_viewport()
    person.takes(MATTIS)
    person.takes(TEAM)
    expect(person.telephone(MATTIS)).to_contain_text(f"Talks with {TEAM}")
    widths = "[document.documentElement.scrollWidth, window.innerWidth]"
    assert person.page.evaluate(widths) == [360, 360]


def test_a_message_left_at_night_is_listed(server: Server, opens: Opens) -> None:
    person = opens(server)
    person.moves_time("Next 22.00")
    expect(person.page.locator("#clock")).to_have_text(re.compile("22:00"))
    person.calls(MATTI)
    person.hears("painakaa nolla", "fi-FI")
    person.presses("3")
    person.hears(CLOSED, "fi-FI")
    person.presses("2")
    person.hears("Voitte jättää viestin. Se tallennetaan.", "fi-FI")
    person.page.get_by_role("button", name="Speak for 5 s").click()
    person.hears("Viestinne on tallennettu", "fi-FI")
    (left,) = told(server.folder, "voicemail", "list", "--json")
    assert (left["seconds"], left["state"], left["language"]) == (5, "open", "fi")
