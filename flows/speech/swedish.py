"""Days and clock times in the Swedish of Finland. A weekday that is gone has words of its own."""

from datetime import date, timedelta

from flows.speech.numbers import number
from flows.speech.when import Day, When

_WEEK = "måndag tisdag onsdag torsdag fredag lördag söndag"
_YEAR = "januari februari mars april maj juni juli augusti september oktober november december"
_FIRST = (
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte "
    "trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde"
)

WEEKDAYS = tuple(_WEEK.split())
MONTHS = tuple(_YEAR.split())
ORDINALS = (
    *_FIRST.split(),
    *("tjugo" + one for one in ("nde", *_FIRST.split()[:9])),
    *("trettio" + one for one in ("nde", *_FIRST.split()[:1])),
)

_DAYS = {
    Day.TONIGHT_MIDNIGHT: "i natt",
    Day.NEXT_NIGHT: "i natt",
    Day.THIS_NIGHT: "i natt",
    Day.BETWEEN_DAYS: "natten till {day}",
    Day.OTHER_NIGHT: "natten till {day}",
    Day.TODAY: "i dag{named}",
    Day.TOMORROW: "i morgon{named}",
    Day.WEEKDAY: "på {day}",
    Day.DATE: "{date}",
    Day.DATE_NIGHT: "{date}",
    Day.DATE_MIDNIGHT: "{date_before}",
    Day.LAST_MIDNIGHT: "i natt",
    Day.LAST_NIGHT: "i natt",
    Day.THIS_MIDNIGHT_GONE: "i natt",
    Day.THIS_NIGHT_GONE: "i natt",
    Day.YESTERDAY: "i går",
    Day.PAST_WEEKDAY: "i {day}s",
}


def day(when: When) -> str:
    weekday = WEEKDAYS[when.date.weekday()]
    return _DAYS[when.day].format(
        day=weekday,
        named=f" {weekday}" if when.heard_at_night else "",
        date=_date(when.date),
        date_before=_date(when.date - timedelta(days=1)),
    )


def _date(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}en den {ORDINALS[day.day - 1]} {MONTHS[day.month - 1]}"


def clock(when: When) -> str:
    night = " på natten" if when.day is Day.DATE_NIGHT else ""
    season = " vintertid" if when.winter else ""
    return f"klockan {_digits(when)}{night}{season}"


def _digits(when: When) -> str:
    if when.minute == 0:
        midnight = "tjugofyra" if when.day is Day.DATE_MIDNIGHT else "tolv"
        return number(when.hour, "sv") if when.hour else midnight
    joint = "noll " if when.minute < 10 else "och " if when.hour else ""  # noqa: PLR2004 -- one digit
    return f"{number(when.hour, 'sv')} {joint}{number(when.minute, 'sv')}"
