"""An agent at their desk: what they do, and what they see."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from ivr.demo.people import AGENTS


@dataclass(frozen=True)
class Agent:
    """Somebody who has signed in."""

    page: Page

    @property
    def card(self) -> Locator:
        """Who is offered to them, or with whom they speak; later what they write of it."""
        return self.page.locator(".card.now")

    @property
    def state(self) -> Locator:
        """What they are doing."""
        return self.page.locator(".me .state")

    @property
    def account(self) -> Locator:
        """What was promised today, and what became of it."""
        return self.page.locator("section:has(#promises-title) > p.quiet")

    def callback_to(self, number: str) -> Locator:
        """The row of an open callback."""
        return self.page.locator("section:has(#promises-title) tr", has_text=number)

    def sits_down(self) -> None:
        """Say that one is available."""
        self.page.locator("#be-available").click()
        expect(self.state).to_have_class("state available")

    def leaves(self) -> None:
        """Say that one is away."""
        self.page.locator("#be-away").click()
        expect(self.state).to_have_class("state away")


def signs_in(page: Page, url: str, name: str) -> Agent:
    """Sign in as one of the demo's agents, and come to the desk."""
    (one,) = [agent for agent in AGENTS if agent.name == name]
    page.goto(f"{url}/desk/")
    page.locator("[name=name]").fill(one.name)
    page.locator("[name=password]").fill(one.password)
    page.locator("main button").click()
    expect(page.locator(".me")).to_be_visible()
    return Agent(page)
