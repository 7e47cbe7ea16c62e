"""When a line or a team is open, as it is written: week, holidays, eves, exceptions."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from routing.holiday import Region
from routing.vocabulary import Texts, one_or_list

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60

Eve = Literal[
    "new-years-eve",
    "epiphany-eve",
    "maundy-thursday",
    "easter-saturday",
    "may-day-eve",
    "ascension-eve",
    "midsummer-eve",
    "all-saints-eve",
    "independence-eve",
    "christmas-eve",
]


@dataclass(frozen=True, slots=True)
class Window:
    """Open from one minute of the day to another; past midnight when the end is not later."""

    start_minute: int
    end_minute: int

    @property
    def crosses_midnight(self) -> bool:
        """Does it end on the next day?"""
        return self.end_minute <= self.start_minute


ALL_DAY = Window(0, MINUTES_A_DAY)


def read_window(text: object) -> Window:
    """Read `08:00-16:00`, `22:00-06:00` or `24h`. Raises ValueError."""
    if text == "24h":
        return ALL_DAY
    found = re.fullmatch(r"(\d\d):([0-5]\d)\s*-\s*(\d\d):([0-5]\d)", str(text))
    if not found:
        raise ValueError("must be a window such as 08:00-16:00, or 24h")
    opens, past, closes, after = (int(part) for part in found.groups())
    start, end = opens * 60 + past, closes * 60 + after
    if start >= MINUTES_A_DAY or end > MINUTES_A_DAY:
        raise ValueError("must be between 00:00 and 24:00")
    if start == end:
        raise ValueError("begins when it ends; a whole day is 00:00-24:00")
    return Window(start, end or MINUTES_A_DAY)


def read_days(text: str) -> tuple[int, ...]:
    """Read `mon-fri`, `sat` or `mon,wed,fri` as weekdays, Monday 0. Raises ValueError."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"{text} is not a day such as mon, mon-fri or mon,wed,fri")
        start, end = DAYS.index(first), DAYS.index(last or first)
        found += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return tuple(found)


def _closed_or_listed(value: Any) -> Any:
    return [] if value == "closed" else one_or_list(value)


def _in_order(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    ordered = tuple(sorted(windows, key=lambda window: window.start_minute))
    for earlier, later in pairwise(ordered):
        if earlier.crosses_midnight or earlier.end_minute > later.start_minute:
            raise ValueError("has windows that overlap")
    return ordered


def _iso_date(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("must be a date such as 2026-12-07") from None


Windows = Annotated[
    tuple[Annotated[Window, BeforeValidator(read_window)], ...],
    AfterValidator(_in_order),
    BeforeValidator(_closed_or_listed),
]
Day = Annotated[date, BeforeValidator(_iso_date)]


class SpecialDay(BaseModel):
    """One date that is unlike others, and what callers are told of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: Day
    windows: Windows
    reason: Texts


class Schedule(BaseModel):
    """
    One entry of `hours:`. Days that are not named are closed; `24h` alone is every day.

    `holidays` and `eves` that are not given are days like any other. `region` is whose holidays:
    `FI`, or `AX` for Åland.
    """

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Windows] = Field(init=False)

    holidays: Windows | None = None
    eves: dict[Eve, Windows] = Field(default_factory=dict)
    exceptions: tuple[SpecialDay, ...] = ()
    region: Region = "FI"

    @model_validator(mode="before")
    @classmethod
    def _always(cls, value: Any) -> Any:
        return {"mon-sun": ["24h"]} if value == "24h" else value

    @model_validator(mode="after")
    def _each_day_once(self) -> "Schedule":
        if not self.__pydantic_extra__:
            raise ValueError("names no day, such as mon-fri")
        days = [day for text in self.__pydantic_extra__ for day in read_days(text)]
        dates = [special.date for special in self.exceptions]
        if len(set(days)) != len(days) or len(set(dates)) != len(dates):
            raise ValueError("names the same day twice")
        return self

    @cached_property
    def week(self) -> tuple[tuple[Window, ...], ...]:
        """The windows of each weekday, Monday first."""
        named = self.__pydantic_extra__.items()
        by_day = {day: windows for text, windows in named for day in read_days(text)}
        return tuple(by_day.get(day, ()) for day in range(7))

    @property
    def is_always(self) -> bool:
        """Is it every minute of every day, whatever the date?"""
        special = self.holidays is not None or self.eves or self.exceptions
        return not special and self.week == ((ALL_DAY,),) * 7


ALWAYS = Schedule.model_validate("24h")
