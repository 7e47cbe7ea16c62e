"""The step type `language`."""

from typing import Literal

from flows.inputs import Input, Pressed
from flows.speech import Key
from flows.step import Move, Step, Visit, Wait
from flows.verbs import Keys


class Language(Step):
    """
    Ask which language to speak, but only when nothing tells it.

    The choice is key n for the nth of the line's languages. Silence twice: the line's own.

        type: language
        next: notices
    """

    waits = True
    passes = ("next",)
    speaks = ("open.lang.ask", "open.lang.ask.again")

    type: Literal["language"]

    def enter(self, visit: Visit) -> Move:
        """Ask in every language, unless there is evidence or a choice."""
        known = visit.state.chosen or visit.state.caller.language
        if known or len(visit.world.line.languages) == 1:
            return self.leave()
        return self._ask(visit, "open.lang.ask")

    def given(self, visit: Visit, given: Input) -> Move:
        """Take the choice; ask once more; then go on in the line's own language."""
        languages = visit.world.line.languages
        if isinstance(given, Pressed) and given.key.isdigit() and int(given.key) <= len(languages):
            visit.change(language=languages[int(given.key) - 1], chosen=True)
            return self.leave()
        if visit.state.tries:
            return self.leave()
        visit.change(tries=1)
        return self._ask(visit, "open.lang.ask.again")

    def _ask(self, visit: Visit, prompt: str) -> Move:
        for number, language in enumerate(visit.world.line.languages, 1):
            visit.say_in(language, prompt, {"K": Key(str(number))})
        return Wait(Keys())
