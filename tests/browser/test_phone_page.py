"""The telephone page in a real browser, with a real server behind it."""

import re

from playwright.sync_api import expect

from tests.browser.anew import Server
from tests.browser.caller import ANNA, FAULTS, MATTI, SERVICE
from tests.browser.conftest import Opens

NOTICE = "sähkönjakelun häiriö"


def test_mattis_call_from_notice_to_person(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.calls(MATTI)
    person.hears(NOTICE, "fi-FI")
    expect(person.reason("Language")).to_contain_text("the customer has stated it")
    expect(person.reason("Notice")).to_contain_text("source demo")
    person.presses("0")
    person.takes("service-fi")
    person.talks_with("service-fi")
    expect(person.page.locator("#screen-state")).to_have_text("Talking with service-fi.")
    person.page.get_by_role("button", name="Hang up").first.click()
    expect(person.heard).to_contain_text("Over: the caller hung up")


def test_anna_is_spoken_to_in_swedish(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.calls(ANNA)
    person.hears("elavbrott", "sv-SE")
    expect(person.reason("Language")).to_contain_text("3 of 4 newest purchases")
    person.presses("0")
    person.takes("service-sv")
    person.talks_with("service-sv")


def test_whoever_does_not_answer_is_followed_by_the_next(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.calls(MATTI)
    person.hears(NOTICE, "fi-FI")
    person.presses("0")
    person.waits_for_ring("93 157 0010").get_by_role("button", name="Decline").click()
    person.takes("93 157 0011")
    person.talks_with("service-fi")


def test_a_withheld_number_is_asked_its_language(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.calls("anonymous")
    person.hears("svenska", "sv-SE")
    person.hears_nothing_of(NOTICE)
    expect(person.reason("Caller")).to_contain_text("number withheld")


def test_any_number_can_be_typed_as_people_write_it(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.types_number("040 111 0001")
    person.hears(NOTICE, "fi-FI")


def test_a_number_that_is_none_is_told_in_words(
    opens: Opens, server: Server, complaints: list[str]
) -> None:
    person = opens(server)
    person.types_number("04")
    expect(person.page.get_by_role("alert").first).to_contain_text("is no number")
    assert ["400" in told for told in complaints] == [True]  # the browser tells of it by itself
    complaints.clear()


def test_the_whole_call_by_keyboard(opens: Opens, server: Server) -> None:
    person = opens(server)
    keyboard = person.page.keyboard
    person.page.get_by_label("Caller", exact=True).focus()
    keyboard.press("Tab")
    expect(person.page.get_by_label("Line", exact=True)).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    person.hears("pääsette", "fi-FI")
    keyboard.press("0")
    answer = person.waits_for_ring("service-fi").get_by_role("button", name="Answer")
    for _ in range(40):
        keyboard.press("Tab")
        if answer.evaluate("one => one === document.activeElement"):
            break
    keyboard.press("Enter")
    expect(person.page.locator("article.ring .first")).to_be_focused()
    keyboard.press("1")
    person.talks_with("service-fi")


def test_digits_typed_quickly_are_one_entry(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.types_number("+358 40 111 9999", FAULTS)
    person.hears("suomeksi", "fi-FI")
    person.page.keyboard.type("1")
    expect(person.page.locator("#screen-state")).to_have_text("Type the digits; # ends.")
    person.page.keyboard.type("29900#")
    person.hears(NOTICE, "fi-FI")
    expect(person.reason("Place")).to_contain_text("typed in this call")


def test_two_callers_at_once(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.calls(MATTI)
    person.hears(NOTICE, "fi-FI")
    person.calls(ANNA)
    person.hears("elavbrott", "sv-SE")
    chips = person.page.locator("#calls .chip:not(.over)")
    chips.filter(has_text="Matti Aalto").last.click()
    person.hears(NOTICE, "fi-FI")
    person.hears_nothing_of("elavbrott")


def test_requests_are_shown_with_their_twiml(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.calls(MATTI)
    person.hears(NOTICE, "fi-FI")
    person.page.get_by_role("tab", name="Requests").click()
    request = person.page.locator("details.request[open]")
    expect(request).to_contain_text("POST /voice/incoming")
    expect(request).to_contain_text("<Gather")


def test_at_360_pixels_nothing_scrolls_sideways(opens: Opens, server: Server) -> None:
    person = opens(server, width=360, height=740)
    widths = "[document.documentElement.scrollWidth, window.innerWidth]"
    assert person.page.evaluate(widths) == [360, 360]
    person.calls(MATTI)
    person.hears(NOTICE, "fi-FI")
    person.presses("0")
    person.takes("service-fi")
    person.talks_with("service-fi")
    person.page.get_by_role("tab", name="Requests").click()
    expect(person.page.locator("details.request[open]")).to_be_visible()
    assert person.page.evaluate(widths) == [360, 360]


def test_what_a_screen_reader_finds(opens: Opens, server: Server) -> None:
    person = opens(server)
    expect(person.page.locator("body")).to_match_aria_snapshot(
        """
        - link "Skip to what is heard"
        - banner:
          - heading "Linja" [level=1]
          - paragraph:
            - strong: Simulation
        - main:
          - group:
            - heading "New call" [level=2]
            - combobox "Caller"
            - combobox "Line"
            - button "Call"
          - region "Telephone of the caller":
            - status
            - group "Keypad":
              - button "1"
              - button "star"
              - button "0"
              - button "hash"
            - button "Hang up"
          - region "What is heard":
            - heading "What is heard" [level=2]
            - button "Read aloud"
            - log "What is heard"
          - region "Time and faults":
            - group "Move business time":
              - button "Now"
            - textbox "Or at"
            - group "Broken just now":
              - switch /Database/
          - tablist "Behind the call":
            - tab "Why" [selected]
            - tab "Requests"
          - tabpanel "Why"
        """
    )


def test_what_is_heard_is_read_aloud_when_asked(opens: Opens, server: Server) -> None:
    person = opens(server)
    person.page.evaluate(
        """() => {
            window.spoken = [];
            speechSynthesis.speak = (words) => window.spoken.push([words.lang, words.text]);
        }"""
    )
    voice = person.page.get_by_role("button", name="Read aloud")
    voice.click()
    expect(voice).to_have_attribute("aria-pressed", "true")
    person.calls(MATTI)
    person.hears(NOTICE, "fi-FI")
    spoken = person.page.evaluate("window.spoken")
    assert spoken[0] == ["fi-FI", "Pohjolan Verkko, asiakaspalvelu."]


def test_dark_and_light_follow_the_system(opens: Opens, server: Server) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = (opens(server, color_scheme=one).page for one in ("light", "dark"))
    assert light.evaluate(colour) != dark.evaluate(colour)


def test_time_can_be_moved_for_every_process(server: Server, opens: Opens) -> None:
    person = opens(server)
    person.calls(MATTI, FAULTS)
    expect(person.reason("Notice")).to_contain_text("broken")
    person.moves_time("Next 8.00")
    expect(person.page.locator("#clock")).to_have_text(re.compile(r"Tue 24 Nov, 08:00:\d\d"))
    expect(person.page.locator("#moved")).to_be_visible()
    expect(person.reason("Notice")).to_contain_text("nothing is known to be broken there")
    person.calls(MATTI, FAULTS)
    person.hears("Pohjolan Verkko", "fi-FI")
    person.hears_nothing_of(NOTICE)
    person.moves_time("Now")
    expect(person.page.locator("#moved")).to_be_hidden()


def test_with_the_database_switched_off_a_person_is_reached(server: Server, opens: Opens) -> None:
    person = opens(server)
    person.page.get_by_role("switch", name="Database").check()
    person.calls(MATTI, SERVICE)
    person.hears("svenska", "sv-SE")
    person.presses("0")
    person.takes("service-fi")
    person.talks_with("service-fi")
    person.page.get_by_role("switch", name="Database").uncheck()
    expect(person.page.get_by_role("switch", name="Database")).not_to_be_checked()
