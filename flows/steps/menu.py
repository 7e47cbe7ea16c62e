"""The step type `menu`."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from flows.inputs import Input, Pressed
from flows.speech import Key
from flows.step import Go, Move, Outcomes, PromptKey, Slug, Step, Visit, Wait
from flows.verbs import Keys


class Menu(Step):
    """
    Ask for one key and go where it leads. The keys 0, 8, 9 and * are everybody's already.

        type: menu
        prompt: menu.main
        keys: {1: faults, 2: bills, 3: moving, 4: other}
    """

    outcomes: ClassVar[Outcomes] = {"exhausted": "human"}
    waits = True
    speaks = (
        "menu.none.1",
        "menu.none.2",
        "menu.wrong.1",
        "menu.wrong.2",
        "menu.giveup.open",
    )

    type: Literal["menu"]
    prompt: PromptKey
    keys: dict[str, Slug] = Field(min_length=1)
    """Where each key leads: `1` to `7`, better no more than five."""
    offer_language: bool = True
    """After the menu, offer the line's next language by key 8, in that language."""

    def enter(self, visit: Visit) -> Move:
        """Say what there is, and wait."""
        visit.say(self.prompt)
        if self.offer_language:
            offer_next_language(visit)
        return Wait(Keys())

    def given(self, visit: Visit, given: Input) -> Move:
        """Follow the key."""
        if isinstance(given, Pressed) and given.key in self.keys:
            return Go(self.keys[given.key])
        return self.try_again(visit, given)

    def prompt_keys(self) -> Iterator[str]:
        """Name the prompt."""
        yield self.prompt

    def edges(self) -> Iterator[tuple[str, str]]:
        """Every key is a way out."""
        yield from ((f"key {key}", step) for key, step in self.keys.items())
        yield from super().edges()

    @property
    def leads_on(self) -> bool:
        """A menu has no `next`."""
        return False


def next_language(visit: Visit) -> str:
    """Find the line's language after the one being spoken."""
    languages = visit.world.line.languages
    spoken = visit.state.language
    at = languages.index(spoken) if spoken in languages else -1
    return languages[(at + 1) % len(languages)]


def offer_next_language(visit: Visit) -> None:
    """Offer it in its own words."""
    offered = next_language(visit)
    if offered != visit.state.language:
        visit.say_in(offered, "open.lang.offer", {"K": Key("8")})
