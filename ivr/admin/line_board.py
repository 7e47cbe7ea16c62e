"""Hours as a week and a coming year, and what happens on a line at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flows.speech.holidays import NAMED_HOLIDAYS, holiday_name
from ivr.calls.world import ring_order
from ivr.clock import HELSINKI
from ivr.web.words import language_of_page, word
from routing.configuration import Configuration
from routing.day_plan import plan_of
from routing.eves import eves_on
from routing.holiday import holidays_on
from routing.hours import MINUTES_A_DAY, Schedule, Window
from routing.lines import Line
from routing.opening import Opening
from routing.staffing import on_duty, staffed

A_YEAR = 365
Bar = tuple[int, int]
"""From a minute of the day, for so many minutes."""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the usual week: its windows in words, and what is open from 0 to 24 o'clock."""

    windows: Sequence[str]
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date with a name or hours of its own. `rule` is what set its windows."""

    day: date
    name: str
    windows: Sequence[str]
    rule: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a caller of this language meets: open or why not, and who is rung in which order."""

    language: str
    opening: Opening
    reason: str
    teams: Sequence[str]


def week_of(hours: Schedule) -> Sequence[WeekDay]:
    """Draw the usual week, Monday first."""
    return [
        WeekDay(written(windows), list(_bars(windows, hours.week[day - 1])))
        for day, windows in enumerate(hours.week)
    ]


def coming(hours: Schedule, today: date) -> Sequence[SpecialDay]:
    """Name the year's holidays and exceptions, and the eves that have hours of their own."""
    found = []
    for ahead in range(A_YEAR):
        day = today + timedelta(days=ahead)
        plan = plan_of(hours, day)
        slugs = (*holidays_on(day, hours.region), *eves_on(day, hours.region))
        if plan.rule == "hours" and not slugs:
            continue
        said = plan.reason.get(language_of_page()) or next(iter(plan.reason.values()), "")
        name = said or day_name(plan.holiday or next(iter(slugs), ""))
        found.append(SpecialDay(day, name, written(plan.windows), plan.rule))
    return found


def at_time(configuration: Configuration, line: Line, at: datetime) -> Sequence[Answered]:
    """Tell what the callers of each of its languages meet on a line."""
    return [_answered(configuration, line, language, at) for language in line.languages]


def why_closed(opening: Opening) -> str:
    """Say in words why it is closed; empty while it is open."""
    if opening.why in ("", "unknown"):
        return word("admin.lines.unknown") if opening.why else ""
    told = opening.reason.get(language_of_page()) or next(iter(opening.reason.values()), "")
    return told or (
        day_name(opening.holiday) if opening.holiday else word(f"admin.why.{opening.why}")
    )


def day_name(slug: str) -> str:
    """Name a holiday or an eve in the language of the page."""
    if not slug:
        return ""
    if slug in NAMED_HOLIDAYS:
        return holiday_name(slug, language_of_page())
    return word(f"admin.day.{slug}")


def written(windows: Sequence[Window]) -> Sequence[str]:
    """Write windows as clock times."""
    return [f"{_clock(one.start_minute)}\u2013{_clock(one.end_minute)}" for one in windows]


def local_day(at: datetime) -> date:
    """Return the date in Helsinki."""
    return at.astimezone(HELSINKI).date()


def _answered(configuration: Configuration, line: Line, language: str, at: datetime) -> Answered:
    opening = staffed(configuration, line, line.topic, language, at)
    there = on_duty(configuration, line, line.topic, at)
    rung = ring_order(configuration, line, line.topic, language, "", there)
    teams = list(dict.fromkeys(one.team for one in rung)) if opening.open else []
    return Answered(language, opening, why_closed(opening), teams)


def _bars(windows: Sequence[Window], before: Sequence[Window]) -> Iterator[Bar]:
    for one in before:
        if one.crosses_midnight:
            yield 0, one.end_minute
    for one in windows:
        end = MINUTES_A_DAY if one.crosses_midnight else one.end_minute
        yield one.start_minute, end - one.start_minute


def _clock(minute: int) -> str:
    return f"{minute // 60}.{minute % 60:02}"
