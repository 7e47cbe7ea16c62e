"""Days and clock times in Finnish: whole phrases, so that nothing around them inflects."""

from datetime import date, timedelta

from flows.speech.numbers import number
from flows.speech.when import Day, When

_OF_DAYS = "maanantain tiistain keskiviikon torstain perjantain lauantain sunnuntain"
_ON_DAYS = "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina"
_MONTHS = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu"
_FIRST = (
    "ensimmäinen toinen kolmas neljäs viides kuudes seitsemäs kahdeksas yhdeksäs kymmenes "
    "yhdestoista kahdestoista kolmastoista neljästoista viidestoista kuudestoista "
    "seitsemästoista kahdeksastoista yhdeksästoista"
)

OF = tuple(_OF_DAYS.split())
ON = tuple(_ON_DAYS.split())
MONTHS = tuple(f"{month}kuuta" for month in _MONTHS.split())
ORDINALS = (
    *_FIRST.split(),
    *("kahdeskymmenes" + one for one in ("", *_FIRST.split()[:9])),
    *("kolmaskymmenes" + one for one in ("", *_FIRST.split()[:1])),
)

_DAYS = {
    Day.TONIGHT_MIDNIGHT: "tänään",
    Day.NEXT_NIGHT: "ensi yönä",
    Day.THIS_NIGHT: "tänä yönä",
    Day.BETWEEN_DAYS: "{eve} ja {day} välisenä yönä",
    Day.OTHER_NIGHT: "{eve} ja {day} välisenä yönä",
    Day.TODAY: "tänään{named}",
    Day.TOMORROW: "huomenna{named}",
    Day.WEEKDAY: "{on}",
    Day.DATE: "{date}",
    Day.DATE_NIGHT: "{date}",
    Day.DATE_MIDNIGHT: "{date_before}",
    Day.LAST_MIDNIGHT: "viime yönä",
    Day.LAST_NIGHT: "viime yönä",
    Day.THIS_MIDNIGHT_GONE: "tänä yönä",
    Day.THIS_NIGHT_GONE: "tänä yönä",
    Day.YESTERDAY: "eilen",
    Day.PAST_WEEKDAY: "{on}",
}


def day(when: When) -> str:
    weekday = when.date.weekday()
    return _DAYS[when.day].format(
        eve=OF[weekday - 1],
        day=OF[weekday],
        on=ON[weekday],
        named=f" {ON[weekday]}" if when.heard_at_night else "",
        date=_date(when.date),
        date_before=_date(when.date - timedelta(days=1)),
    )


def _date(day: date) -> str:
    return f"{ON[day.weekday()]} {ORDINALS[day.day - 1]} {MONTHS[day.month - 1]}"


def clock(when: When) -> str:
    if when.day is Day.TONIGHT_MIDNIGHT:
        return "keskiyöllä"
    night = " yöllä" if when.day is Day.DATE_NIGHT else ""
    season = " talviaikaa" if when.winter else ""
    return f"kello {_digits(when)}{night}{season}"


def _digits(when: When) -> str:
    if when.minute == 0:
        midnight = "kaksikymmentäneljä" if when.day is Day.DATE_MIDNIGHT else "kaksitoista"
        return number(when.hour, "fi") if when.hour else midnight
    zero = "nolla " if when.minute < 10 else ""  # noqa: PLR2004 -- one digit
    return f"{number(when.hour, 'fi')} {zero}{number(when.minute, 'fi')}"
