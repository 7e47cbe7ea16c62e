"""A person at the telephone page: what they do, and what they see."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

MATTI, ANNA, KAISA = "+358401110001", "+358401110002", "+358401110003"
SERVICE, FAULTS = "+358931570000", "+358931570001"


@dataclass(frozen=True)
class Person:
    """Somebody who looks at the page."""

    page: Page

    @property
    def heard(self) -> Locator:
        """The conversation."""
        return self.page.locator("#heard")

    def calls(self, number: str, line: str = SERVICE) -> None:
        """Choose a caller of the list and a line, and call."""
        if self.page.locator("#setup").get_attribute("open") is None:
            self.page.locator("#setup summary").click()
        self.page.get_by_label("Caller", exact=True).select_option(number)
        self.page.get_by_label("Line", exact=True).select_option(line)
        self.page.get_by_role("button", name="Call", exact=True).click()

    def types_number(self, number: str, line: str = SERVICE) -> None:
        """Call from a number that is not on the list."""
        self.page.get_by_label("Line", exact=True).select_option(line)
        self.page.get_by_label("Caller", exact=True).select_option("")
        self.page.get_by_label("Number", exact=True).fill(number)
        self.page.get_by_role("button", name="Call", exact=True).click()

    def hears(self, words: str, language: str) -> None:
        """See words that were spoken, marked with their language."""
        said = self.heard.locator(f'.say p[lang="{language}"]', has_text=words)
        expect(said.first).to_be_visible()

    def hears_nothing_of(self, words: str) -> None:
        """See that something was not said."""
        expect(self.heard).not_to_contain_text(words)

    def presses(self, key: str) -> None:
        """Press a key of the page's keypad."""
        self.page.locator(f'#phone [data-key="{key}"]').click()

    def says_nothing(self) -> None:
        """Let a wait for keys end."""
        self.page.locator("#silence").click()

    def telephone(self, whose: str) -> Locator:
        """The telephone of a team or of a customer, by their name or its number."""
        return self.page.locator(f'article.ring:has(.head:has-text("{whose}"))')

    def waits_for_ring(self, team: str) -> Locator:
        """See the telephone of a team ring."""
        card = self.page.locator(f'article.ringing:has(.head:has-text("{team}"))')
        expect(card).to_be_visible()
        return card

    def takes(self, team: str) -> None:
        """Answer the telephone of a team, and press 1 there."""
        self.waits_for_ring(team).get_by_role("button", name="Answer").click()
        card = self.telephone(team)
        expect(card.locator(".say").first).to_be_visible()
        card.get_by_role("button", name="1", exact=True).click()

    def talks_with(self, team: str) -> None:
        """See that the two are connected."""
        expect(self.heard).to_contain_text(f"Connected with {team}")

    def moves_time(self, button: str) -> None:
        """Move business time with the button of this name."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def reason(self, about: str) -> Locator:
        """What the page says of why."""
        return self.page.locator(
            "#why .reasons > div", has=self.page.locator("dt", has_text=re.compile(f"^{about}$"))
        )
