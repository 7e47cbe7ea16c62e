"""The step type `say`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from flows.step import Move, PromptKey, Step, Visit


class Say(Step):
    """
    Say one prompt or several, and go on. When nobody is there, say others instead.

        type: say
        prompts: [open.greet.service, open.person.service]
        when_closed: [open.greet.service, open.person.closed]
        next: language
    """

    type: Literal["say"]
    prompts: list[PromptKey] = Field(min_length=1, max_length=8)
    when_closed: list[PromptKey] = Field(default=[], max_length=8)
    """Said instead when nobody is there; empty: the same."""

    def enter(self, visit: Visit) -> Move:
        """Say them all."""
        closed = self.when_closed and not visit.opening().open
        for key in self.when_closed if closed else self.prompts:
            visit.say(key)
        return self.leave()

    def prompt_keys(self) -> Iterator[str]:
        """Name them."""
        yield from self.prompts
        yield from self.when_closed
