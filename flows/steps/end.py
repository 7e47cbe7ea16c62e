"""The step type `end`."""

from collections.abc import Iterator
from typing import Literal

from flows.step import End as EndCall
from flows.step import Move, PromptKey, Step, Visit


class End(Step):
    """
    Say goodbye and hang up.

        type: end
        prompt: end.bye
    """

    type: Literal["end"]
    prompt: PromptKey = "end.bye"

    def enter(self, visit: Visit) -> Move:
        """Say it, and hang up."""
        visit.say(self.prompt)
        return EndCall()

    def prompt_keys(self) -> Iterator[str]:
        """Name the goodbye."""
        yield self.prompt

    @property
    def leads_on(self) -> bool:
        """Nothing follows."""
        return False
