"""Find the duties, and do one of them without letting its failure reach the next."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import structlog

import ivr.duties
from ivr.queue.bells import NAMES
from ivr.services import Services

log = structlog.get_logger()


class BadDuty(Exception):
    """A file in `ivr/duties/` that does not say what it must."""


@dataclass(frozen=True, slots=True)
class Duty:
    """
    `every_seconds` is real time. `bell` is empty when only the clock calls for it.

    `each_machine`: every machine's clock does it, for what lies on that machine's own disk.
    """

    name: str
    every_seconds: float
    run: Callable[[Services], None]
    bell: str = ""
    each_machine: bool = False


def duties() -> list[Duty]:
    """Every duty, by name. Raises BadDuty."""
    names = sorted(module.name for module in pkgutil.iter_modules(ivr.duties.__path__))
    found = [_duty(name) for name in names]
    bells = [duty.bell for duty in found if duty.bell]
    if len(set(bells)) != len(bells):
        raise BadDuty(f"Two duties have the same BELL: {', '.join(bells)}.")
    return found


def done(duty: Duty, services: Services) -> bool:
    """Do it; an exception is logged and is not the caller's."""
    try:
        duty.run(services)
    except Exception:
        log.exception("duty_failed", duty=duty.name)
        return False
    return True


def _duty(name: str) -> Duty:
    module = importlib.import_module(f"ivr.duties.{name}")
    every, run = getattr(module, "EVERY_SECONDS", 0), getattr(module, "run", None)
    bell = getattr(module, "BELL", "")
    if not every or not callable(run) or (bell and bell not in NAMES):
        raise BadDuty(
            f"ivr/duties/{name}.py: needs EVERY_SECONDS over 0 and run(services); "
            f"BELL, if there is one, is of {', '.join(NAMES)}."
        )
    return Duty(name, every, run, bell, getattr(module, "EACH_MACHINE", False))
