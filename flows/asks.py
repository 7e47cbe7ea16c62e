"""What the engine cannot do itself. It stops, the application does it, and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Notice:
    """
    What is wrong with one service in one area: a state and its values, never words.

    `state` is a key of `library/prompts/notice.<service>.yaml`. `at` is the time that the state
    speaks of (the estimate, the former one, the start of planned work, when it was last known);
    `until` the end of planned work. `message` is an operator's own text, by language.
    """

    key: str
    service: str
    state: str
    at: datetime | None = None
    until: datetime | None = None
    since: datetime | None = None
    message: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Area:
    """
    One postcode: does it exist, do we know anything of it, and what.

    `kind`: `area`, `pobox` (exists, but nobody lives there) or `unknown`. `covered` is false
    when no fresh source speaks of the line's services: then nothing is said to be well.
    """

    postcode: str
    kind: Literal["area", "pobox", "unknown"]
    covered: bool
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class LookUp:
    """
    What is broken in these postcodes, for these services?

    Answered by one `Area` each, in their order.
    """

    postcodes: tuple[str, ...]
    services: tuple[str, ...]


Ask = LookUp


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an ask ended. `unknown`: it may have been done; nothing may be promised."""

    status: Literal["done", "refused", "failed", "unknown"]
    areas: tuple[Area, ...] = ()
