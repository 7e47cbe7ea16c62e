"""The step type `say`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from flows.step import Move, PromptKey, Step, Visit


class Say(Step):
    """
    Say one prompt or several, and go on.

        type: say
        prompts: [open.greet.service, open.person.service]
        next: language
    """

    type: Literal["say"]
    prompts: list[PromptKey] = Field(min_length=1, max_length=8)

    def enter(self, visit: Visit) -> Move:
        """Say them all."""
        for key in self.prompts:
            visit.say(key)
        return self.leave()

    def prompt_keys(self) -> Iterator[str]:
        """Name them."""
        yield from self.prompts
