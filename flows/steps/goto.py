"""The step type `goto`."""

from typing import Literal

from flows.step import Jump, Move, Slug, Step, Visit


class Goto(Step):
    """
    Go on in another flow, at its start or at a step of it. It does not come back.

        type: goto
        flow: fault-line
        step: here
    """

    type: Literal["goto"]
    flow: Slug
    step: Slug | Literal[""] = ""
    """Where to go on there; its start if left out."""

    def enter(self, visit: Visit) -> Move:  # noqa: ARG002 -- the contract of a step
        """Jump."""
        return Jump(self.flow, self.step)

    @property
    def leads_on(self) -> bool:
        """The other flow leads on."""
        return False
