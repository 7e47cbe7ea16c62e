"""Days and clock times in English: the clock first, twelve hours, and the day after it."""

from datetime import date, timedelta

from flows.speech.numbers import number
from flows.speech.when import Day, When

_WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_YEAR = "January February March April May June July August September October November December"
_FIRST = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)

NOON = 12
HALF = 30

WEEKDAYS = tuple(_WEEK.split())
MONTHS = tuple(_YEAR.split())
ORDINALS = (
    *_FIRST.split(),
    "twentieth",
    *("twenty-" + one for one in _FIRST.split()[:9]),
    "thirtieth",
    "thirty-first",
)

_DAYS = {
    Day.TONIGHT_MIDNIGHT: "tonight",
    Day.NEXT_NIGHT: "tonight",
    Day.THIS_NIGHT: "tonight",
    Day.BETWEEN_DAYS: "between {eve} and {day}",
    Day.OTHER_NIGHT: "on {day}",
    Day.TODAY: "today{named}",
    Day.TOMORROW: "tomorrow{named}",
    Day.WEEKDAY: "on {day}",
    Day.DATE: "on {date}",
    Day.DATE_NIGHT: "on {date}",
    Day.DATE_MIDNIGHT: "at the end of {date_before}",
    Day.LAST_MIDNIGHT: "last night",
    Day.LAST_NIGHT: "today",
    Day.THIS_MIDNIGHT_GONE: "",
    Day.THIS_NIGHT_GONE: "today",
    Day.YESTERDAY: "yesterday",
    Day.PAST_WEEKDAY: "on {day}",
}


def day(when: When) -> str:
    weekday = when.date.weekday()
    return _DAYS[when.day].format(
        eve=WEEKDAYS[weekday - 1],
        day=WEEKDAYS[weekday],
        named=f", {WEEKDAYS[weekday]}" if when.heard_at_night else "",
        date=_date(when.date),
        date_before=_date(when.date - timedelta(days=1)),
    )


def _date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} the {ORDINALS[day.day - 1]} of {MONTHS[day.month - 1]}"


def clock(when: When) -> str:
    season = " winter time" if when.winter else ""
    return f"{_hour(when)}{season}"


def _hour(when: When) -> str:
    if when.hour == 0:
        return _past_midnight(when.minute)
    if (when.hour, when.minute) == (NOON, 0):
        return "twelve noon"
    half = "a.m." if when.hour < NOON else "p.m."
    return f"{number((when.hour - 1) % NOON + 1, 'en')}{_minutes(when.minute)} {half}"


def _past_midnight(minute: int) -> str:
    if minute == 0:
        return "midnight"
    if minute == HALF:
        return "half past midnight"
    return f"{number(minute, 'en')} minute{'' if minute == 1 else 's'} past midnight"


def _minutes(minute: int) -> str:
    if minute == 0:
        return ""
    zero = "oh " if minute < 10 else ""  # noqa: PLR2004 -- one digit
    return f" {zero}{number(minute, 'en')}"
