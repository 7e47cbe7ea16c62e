"""Which public holidays a date is, by our own names for them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

Region = Literal["FI", "AX"]

UNNAMED = ""
"""A holiday that this list does not know yet, such as one that a new law has made."""

SLUGS: Mapping[str, str] = {
    "Uudenvuodenpäivä": "new-years-day",
    "Loppiainen": "epiphany",
    "Pitkäperjantai": "good-friday",
    "Pääsiäispäivä": "easter-sunday",
    "Toinen pääsiäispäivä": "easter-monday",
    "Vappu": "may-day",
    "Helatorstai": "ascension-day",
    "Helluntaipäivä": "whit-sunday",
    "Juhannusaatto": "midsummer-eve",
    "Juhannuspäivä": "midsummer-day",
    "Pyhäinpäivä": "all-saints-day",
    "Itsenäisyyspäivä": "independence-day",
    "Jouluaatto": "christmas-eve",
    "Joulupäivä": "christmas-day",
    "Tapaninpäivä": "boxing-day",
    "Ahvenanmaan itsehallintopäivä": "aland-day",
}
"""The package's Finnish names, which never change with the machine's language."""

_SUBDIVISIONS: Mapping[Region, str | None] = {"FI": None, "AX": "01"}


def holidays_on(day: date, region: Region = "FI") -> tuple[str, ...]:
    """The slugs of a date's public holidays, two on a rare date; empty on any other day."""
    return _of_year(day.year, region).get(day, ())


def load_holidays(year: int) -> None:
    """
    Load what is needed for a year, so that no call has to wait for it.

    The first time in a process takes half a second.
    """
    for region in _SUBDIVISIONS:
        _of_year(year, region)


@cache
def _of_year(year: int, region: Region) -> Mapping[date, tuple[str, ...]]:
    import holidays  # noqa: PLC0415 -- half a second, which commands without hours need not pay

    found = holidays.country_holidays(
        "FI", subdiv=_SUBDIVISIONS[region], years=year, language="fi", expand=False
    )
    return {day: tuple(SLUGS.get(name, UNNAMED) for name in found.get_list(day)) for day in found}
