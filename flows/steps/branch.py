"""The step type `branch`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.conditions import Condition, Test
from flows.step import Go, Move, Slug, Step, Visit


class Case(BaseModel):
    """Where to go if a condition holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    if_: Condition = Field(alias="if")
    go: Slug


class Branch(Step):
    """
    Go where the first condition that holds leads, else to `next`.

        type: branch
        cases:
          - if: {fact: emergency.on, is: true}
            go: announce
        next: notices
    """

    type: Literal["branch"]
    cases: list[Case] = Field(min_length=1)
    """Tried in order; `if` is a condition, `go` the step to go to."""

    def enter(self, visit: Visit) -> Move:
        """Take the first that holds."""
        for case in self.cases:
            if case.if_.holds(visit):
                return Go(case.go)
        return self.leave()

    def tests(self) -> Iterator[Test]:
        """Give every comparison of every case."""
        for case in self.cases:
            yield from case.if_.tests()

    def edges(self) -> Iterator[tuple[str, str]]:
        """Every case is a way out."""
        yield from ((f"case {number}", case.go) for number, case in enumerate(self.cases, 1))
        yield from super().edges()
