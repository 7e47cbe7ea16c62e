"""The step type `set`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from flows.step import Move, Slug, Step, Visit


class Set(Step):
    """
    Keep values for later steps. Every name is declared in the flow's `vars`.

        type: set
        values: {matter: bill}
        next: person
    """

    type: Literal["set"]
    values: dict[Slug, str] = Field(min_length=1)

    def enter(self, visit: Visit) -> Move:
        """Keep them."""
        visit.change(vars={**visit.state.vars, **self.values})
        return self.leave()

    def keeps(self) -> Iterator[str]:
        """Name them all."""
        yield from self.values
