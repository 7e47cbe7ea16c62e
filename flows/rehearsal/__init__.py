"""Try a scenario: play its call, or walk every way there is."""

from dataclasses import dataclass

from flows.definition import Bundle
from flows.rehearsal.call import Call, Otherwise
from flows.rehearsal.heard import is_key
from flows.rehearsal.promise import Walk
from flows.rehearsal.stage import Stage
from flows.scenario import Scenario

__all__ = ["Failure", "Stage", "is_key", "rehearse", "rehearse_on"]


@dataclass(frozen=True, slots=True)
class Failure:
    """How a scenario failed. `beat` counts from 1; 0 when it was no particular one."""

    scenario: str
    beat: int
    message: str

    def __str__(self) -> str:
        where = f", beat {self.beat}" if self.beat else ""
        return f"Scenario {self.scenario!r}{where}: {self.message}"


def rehearse(bundle: Bundle, scenario: Scenario) -> Failure | None:
    """Play a scenario on a bundle. Never raises; None means that it holds."""
    return rehearse_on(Stage(bundle, scenario))


def rehearse_on(stage: Stage) -> Failure | None:
    """Play the scenario of a stage; as `rehearse`."""
    scenario, beat = stage.scenario, 0
    try:
        if scenario.always:
            Walk(stage).everywhere()
            return None
        call = Call.begin(stage)
        for beat, happening in enumerate(scenario.call, 1):  # noqa: B007 -- told if it fails
            call.play(happening)
    except Otherwise as otherwise:
        return Failure(scenario.name, beat, str(otherwise))
    except Exception as error:  # noqa: BLE001 -- whatever a flow does, its author is told where
        return Failure(scenario.name, beat, f"the flow breaks: {error!r}")
    return None
