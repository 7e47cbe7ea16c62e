"""How many calls we make to customers, and for how much money: the caps, and which is reached."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MICROS = 1_000_000
USUAL_MINUTES = 5
"""What a call is taken to last until it has ended."""
EVERYWHERE = "+"

Cap = Literal["number", "prefix", "hour", "money"]
CAPS: tuple[Cap, ...] = ("number", "prefix", "hour", "money")


def _prefix(value: str) -> str:
    if not re.fullmatch(r"\+\d{0,12}", value):
        raise ValueError("must be the beginning of an international number, such as +358 or +")
    return value


Prefix = Annotated[str, AfterValidator(_prefix)]
Calls = Annotated[int, Field(ge=0, le=100_000)]
Price = Annotated[float, Field(ge=0, le=100)]


class Caps(BaseModel):
    """
    How much we ring at most. What is over a cap waits until there is room again.

    `number_a_day` is for one number in 24 hours, `an_hour` for all of them in one hour,
    `prefixes_an_hour` for the numbers that begin so (0: never); `euros_a_day` begins at midnight
    in Helsinki. `euros_a_minute` is what a minute costs, by the longest beginning that fits.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    number_a_day: Annotated[int, Field(ge=1, le=1000)] = 12
    an_hour: Annotated[int, Field(ge=1, le=100_000)] = 1000
    prefixes_an_hour: Mapping[Prefix, Calls] = Field(default_factory=dict)
    euros_a_day: Annotated[float, Field(gt=0, le=1_000_000)] = 500
    euros_a_minute: Mapping[Prefix, Price] = Field(default_factory=lambda: {EVERYWHERE: 0.1})

    def micros_a_minute(self, number: str) -> int:
        """Tell what a minute to this number costs, in millionths of a euro; 0 without a price."""
        fitting = [prefix for prefix in self.euros_a_minute if number.startswith(prefix)]
        price = self.euros_a_minute[max(fitting, key=len)] if fitting else 0
        return round(price * MICROS)

    def prefixes_of(self, number: str) -> list[str]:
        """Return the beginnings with a cap of their own that this number has."""
        return [prefix for prefix in self.prefixes_an_hour if number.startswith(prefix)]


@dataclass(frozen=True, slots=True)
class Made:
    """The calls made so far: to one number, in this hour, by prefix, and the day's money."""

    to_number: int = 0
    in_hour: int = 0
    by_prefix: Mapping[str, int] = field(default_factory=dict)
    micros_today: int = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """A cap that one more call would exceed; `prefix` names which of the prefixes it is."""

    cap: Cap
    prefix: str = ""


def usual_micros(micros_a_minute: int) -> int:
    """Tell what a call is taken to cost until it has ended."""
    return micros_a_minute * USUAL_MINUTES


def cost_micros(micros_a_minute: int, seconds: float) -> int:
    """Tell what a call has cost that was answered for so long: each minute begun is paid for."""
    return micros_a_minute * -(-max(0, round(seconds)) // 60)


def reached(caps: Caps, number: str, made: Made) -> Reached | None:
    """Return the first cap that one more call to this number would exceed."""
    if made.to_number >= caps.number_a_day:
        return Reached("number")
    for prefix in caps.prefixes_of(number):
        if made.by_prefix.get(prefix, 0) >= caps.prefixes_an_hour[prefix]:
            return Reached("prefix", prefix)
    if made.in_hour >= caps.an_hour:
        return Reached("hour")
    next_costs = usual_micros(caps.micros_a_minute(number))
    if made.micros_today + next_costs > round(caps.euros_a_day * MICROS):
        return Reached("money")
    return None
