"""The step type `ask`."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from flows.inputs import Entered, Input, Silent
from flows.step import MOST_TRIES, Move, Outcomes, PromptKey, Slug, Step, Visit, Wait
from flows.verbs import Digits

HELSINKI = ZoneInfo("Europe/Helsinki")
MOST_DIGITS = {"postcode": 5, "phone": 15, "date": 4}


class Ask(Step):
    """
    Ask for digits and keep them under a name declared in the flow's `vars`.

    `format` is postcode (five digits), number (`least` to `most` digits), phone (5 to 15) or
    date (day and month, DDMM, kept as the next such day, YYYY-MM-DD).

        type: ask
        prompt: customer-number
        again: customer-number-again
        format: number
        least: 4
        most: 8
        into: customer
        next: person
    """

    outcomes: ClassVar[Outcomes] = {"exhausted": "human"}
    waits = True
    speaks = ("menu.digits.none", "menu.giveup.open")

    type: Literal["ask"]
    prompt: PromptKey
    """What is asked."""
    again: PromptKey
    """Said when what was keyed cannot be right."""
    format: Literal["postcode", "number", "phone", "date"]
    least: Annotated[int, Field(ge=2, le=20)] = 2
    """One digit alone is not data: a lone zero is the person."""
    most: Annotated[int, Field(ge=2, le=20)] = 12
    into: Slug
    """The variable that keeps the digits."""

    def enter(self, visit: Visit) -> Move:
        """Ask, and wait."""
        return self._ask(visit, self.prompt)

    def given(self, visit: Visit, given: Input) -> Move:
        """Keep what fits; ask again otherwise, at most twice."""
        value = self._read(given.digits, visit) if isinstance(given, Entered) else ""
        if value:
            visit.change(vars={**visit.state.vars, self.into: value})
            return self.leave()
        visit.change(tries=visit.state.tries + 1)
        if visit.state.tries >= MOST_TRIES:
            return self.give_up(visit)
        return self._ask(visit, "menu.digits.none" if isinstance(given, Silent) else self.again)

    def prompt_keys(self) -> Iterator[str]:
        """Name both prompts."""
        yield self.prompt
        yield self.again

    def keeps(self) -> Iterator[str]:
        """Name where the digits go."""
        yield self.into

    def _ask(self, visit: Visit, key: str) -> Move:
        visit.say(key)
        return Wait(Digits(most=MOST_DIGITS.get(self.format, self.most)))

    def _read(self, digits: str, visit: Visit) -> str:
        if not digits.isdigit():
            return ""
        if self.format == "date":
            return next_such_day(digits, visit.world.now.astimezone(HELSINKI).date())
        least, most = {"postcode": (5, 5), "phone": (5, 15)}.get(
            self.format, (self.least, self.most)
        )
        return digits if least <= len(digits) <= most else ""


def next_such_day(digits: str, today: date) -> str:
    """Read DDMM as the first such day from today on; empty when there is none."""
    if len(digits) != 4:  # noqa: PLR2004 -- two for the day, two for the month
        return ""
    for year in range(today.year, today.year + 5):
        try:
            day = date(year, int(digits[2:]), int(digits[:2]))
        except ValueError:
            continue
        if day >= today:
            return day.isoformat()
    return ""
