"""What the doctor found, and who was looked at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Engine

from ivr.settings import Settings
from routing.configuration import Configuration

State = Literal["ok", "problem", "look"]
"""`look`: nobody but a person can see whether it is right."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do, empty where nothing is to be done."""

    check: str
    state: State
    found: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """
    An installation. `configuration` is None where the database cannot tell it.

    `now` is the machine's clock, never business time. `pretended`: the simulator stands in.
    """

    settings: Settings
    engine: Engine
    configuration: Configuration | None
    now: Callable[[], datetime]
    pretended: bool = False


Check = Callable[[Patient], Iterable[Finding]]
