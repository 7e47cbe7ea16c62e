"""Times in writing: a date and a clock, never "today", as it may be read tomorrow."""

from datetime import date, datetime, timedelta

from flows.speech import Later, Moment
from flows.speech.when import HELSINKI

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WINTER = {"fi": " talviaikaa", "sv": " vintertid", "en": " winter time"}
_NOON = 12


def moment(value: Moment | Later, form: str, language: str) -> str:
    """Write an instant; `form` is `by` or `at` in English, else empty."""
    at = value.at.astimezone(HELSINKI)
    day, midnight = _day(at)
    if isinstance(value, Moment) and value.day_only:
        return _preposition(form, language, "by", "on") + _date(at.date(), language)
    clock = _clock(at, language, midnight=midnight)
    known = isinstance(value, Later) and _day(value.after.astimezone(HELSINKI))[0] == day
    if language != "en":
        return clock if known else f"{_date(day, language)} {clock}"
    clock = _preposition(form, language, "by", "at") + clock
    if known:
        return clock
    return f"{clock} {'at the end of' if midnight else 'on'} {_date(day, language)}"


def _preposition(form: str, language: str, by: str, at: str) -> str:
    if language != "en" or not form:
        return ""
    return f"{by if form == 'by' else at} "


def _day(at: datetime) -> tuple[date, bool]:
    """Tell the day, and whether it is its end: 0.00 belongs to the day before."""
    midnight = at.hour == 0 and at.minute == 0
    return (at - timedelta(minutes=1) if midnight else at).date(), midnight


def _date(day: date, language: str) -> str:
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{day.day}.{day.month}" + ("." if language == "fi" else "")


def _clock(at: datetime, language: str, *, midnight: bool) -> str:
    if language == "en":
        return _english(at, midnight=midnight) + _winter(at, language)
    hour = 24 if midnight else at.hour
    minutes = f".{at.minute:02}" if at.minute else ""
    word = "klo" if language == "fi" else "kl."
    return f"{word} {hour}{minutes}{_winter(at, language)}"


def _english(at: datetime, *, midnight: bool) -> str:
    if midnight:
        return "midnight"
    if at.hour == _NOON and not at.minute:
        return "noon"
    hour = (at.hour - 1) % 12 + 1
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes} {'am' if at.hour < _NOON else 'pm'}"


def _winter(at: datetime, language: str) -> str:
    """Name the second of October's doubled hours."""
    doubled = at.fold == 1 and at.utcoffset() != at.replace(fold=0).utcoffset()
    return _WINTER[language] if doubled else ""
