"""Two browsers, an agent's and a caller's: from the queue to what is written down of the call."""

from playwright.sync_api import expect

from tests.browser.agent import Agent
from tests.browser.anew import Server
from tests.browser.caller import KAISA, MATTI, Person
from tests.browser.conftest import Desk, Opens

NOTICE = "sähkönjakelun häiriö"


def asks_for_a_person(person: Person) -> None:
    """Call as Matti, hear the notice, and press 0."""
    person.calls(MATTI)
    person.hears(NOTICE, "fi-FI")
    person.presses("0")


def takes(person: Person, agent: str) -> None:
    """Answer the telephone of an agent, hear the whisper, and press 1 there."""
    person.waits_for_ring(agent).get_by_role("button", name="Answer").click()
    card = person.telephone(agent)
    expect(card).to_contain_text("Painakaa yksi, niin puhelu yhdistyy.")
    card.get_by_role("button", name="1", exact=True).click()


def sees_card_of_matti(agent: Agent) -> None:
    """See who is offered, and what is known of them."""
    for told in ("Matti Aalto", "asiakas on kertonut sen", "29900", "kyllä, arvio"):
        expect(agent.card).to_contain_text(told)


def test_from_the_queue_to_the_note(server: Server, opens: Opens, desk: Desk) -> None:
    person, aino = opens(server), desk(server, "aino")
    aino.sits_down()
    asks_for_a_person(person)
    person.waits_for_ring("aino")
    sees_card_of_matti(aino)
    expect(aino.card).to_contain_text("Puhelimenne soi")
    takes(person, "aino")
    person.hears("Puhelu yhdistyy.", "fi-FI")
    person.talks_with("aino")
    expect(aino.state).to_have_class("state busy")
    aino.page.locator("#hold").click()
    expect(aino.page.locator("#resume")).to_be_visible()
    aino.page.locator("#resume").click()
    aino.page.locator("#end").click()
    expect(aino.state).to_have_class("state wrap_up")
    expect(person.heard).to_contain_text("Over:")
    aino.page.locator("#code").select_option("fault")
    aino.page.locator("#note").fill("Sähköt palaavat illalla.")
    aino.page.get_by_label("Kyllä").check()
    aino.card.get_by_role("button", name="Valmis, olen vapaana").click()
    expect(aino.state).to_have_class("state available")


def test_what_is_missed_goes_to_the_other_agent(server: Server, opens: Opens, desk: Desk) -> None:
    person, aino, bjorn = opens(server), desk(server, "aino"), desk(server, "bjorn")
    aino.sits_down()
    asks_for_a_person(person)
    ringing = person.waits_for_ring("aino")
    bjorn.sits_down()
    ringing.get_by_role("button", name="Let it ring out").click()
    person.waits_for_ring("bjorn")
    expect(bjorn.card).to_contain_text("Matti Aalto")
    expect(aino.card).to_have_count(0)
    expect(aino.state).to_have_class("state available")
    takes(person, "bjorn")
    person.talks_with("bjorn")


def test_a_callback_asked_for_in_the_queue_is_made(
    server: Server, opens: Opens, desk: Desk
) -> None:
    person, aino = opens(server), desk(server, "aino")
    aino.sits_down()
    asks_for_a_person(person)
    takes(person, "aino")
    person.talks_with("aino")

    person.calls(KAISA)
    person.hears("Pohjolan Verkko", "fi-FI")
    person.presses("0")
    expect(person.page.locator("#screen-state")).to_contain_text("Waiting in the queue.")
    expect(person.page.locator("#others")).to_contain_text("Matti Aalto")
    expect(aino.page.locator("tr", has_text="linjalla")).to_contain_text("asiakaspalvelu")
    person.presses("1")
    person.hears("Soitammeko numeroon", "fi-FI")
    person.presses("1")
    person.hears("Soittopyyntönne on kirjattu", "fi-FI")
    person.says_nothing()
    expect(aino.callback_to(KAISA)).to_be_visible()

    aino.page.locator("#end").click()
    aino.card.get_by_role("button", name="Valmis, olen vapaana").click()
    kaisa = person.waits_for_ring("Kaisa Niemi")
    kaisa.get_by_role("button", name="Answer").click()
    expect(person.telephone("Kaisa Niemi")).to_contain_text("Pyysitte meitä soittamaan.")
    person.telephone("Kaisa Niemi").get_by_role("button", name="1", exact=True).click()
    takes(person, "aino")
    expect(person.telephone("Kaisa Niemi")).to_contain_text("Talks with aino")
    aino.page.locator("#end").click()
    expect(aino.account).to_contain_text("soitettu 1")


def test_a_callback_is_cancelled_at_the_desk(server: Server, opens: Opens, desk: Desk) -> None:
    person = opens(server)
    person.moves_time("Next 22.00")
    expect(person.page.locator("#moved")).to_be_visible()
    aino = desk(server, "aino", width=375, height=740)  # a sign-in lasts for a working day
    person.calls(KAISA)
    person.hears("Pohjolan Verkko", "fi-FI")
    person.presses("0")
    person.hears("Soitammeko numeroon", "fi-FI")
    person.presses("1")
    person.hears("Soittopyyntönne on kirjattu", "fi-FI")

    asked = aino.callback_to(KAISA)
    asked.locator("summary").click()
    asked.get_by_label("Miksi ei soiteta").fill("soitti itse")
    asked.get_by_role("button", name="Peru takaisinsoitto").click()
    expect(asked).to_have_count(0)
    expect(aino.account).to_contain_text("peruttu 1")
    widths = "[document.documentElement.scrollWidth, window.innerWidth]"
    assert aino.page.evaluate(widths) == [375, 375]
