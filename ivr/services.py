"""The composition root's product: what the parts of the application are given."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from ivr.clock import Clock
from ivr.overrides import OverridesFile
from ivr.queue.bells import Bells, NoBells
from ivr.settings import Settings


@dataclass(frozen=True)
class Services:
    """The outside world as the application sees it; tests put doubles in the same places."""

    settings: Settings
    clock: Clock
    engine: Engine
    bells: Bells = field(default_factory=NoBells)
    overrides: OverridesFile | None = None
    """What is pretended for trying out; None wherever Twilio itself is used."""
    folder: Path | None = None
    """The data directory of a server, to keep its snapshot and its journal in; None: nowhere."""
