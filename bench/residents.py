"""Who lives where, and what is broken there: the same in every run, from numbers alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from ivr.clock import HELSINKI
from ivr.feeds.postcodes import gazetteer

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=HELSINKI)
"""A Tuesday morning, at which somebody is there."""
QUIET_EVERY = 8
"""Every eighth postcode has one outage, with an estimate; the others have all the rest."""
HOURS = 6
SWEDISH_EVERY = 10
AREAS = 3


@dataclass(frozen=True, slots=True)
class Resident:
    """The `index`th customer."""

    index: int

    @property
    def customer_id(self) -> str:
        """Their number with the company."""
        return f"C{self.index}"

    @property
    def phone(self) -> str:
        """The number that they call from."""
        return f"+35840{1_000_000 + self.index}"

    @property
    def postcode(self) -> str:
        """Where they live."""
        return postcodes()[self.index % len(postcodes())]

    @property
    def is_quiet(self) -> bool:
        """Has their postcode one outage only?"""
        return self.index % len(postcodes()) % QUIET_EVERY == 0

    @property
    def back_at_hour(self) -> int:
        """When power is back in a quiet postcode: the hour, today."""
        return _hour(self.index % len(postcodes()))

    @property
    def language(self) -> str:
        """What they speak."""
        return "sv" if self.index % SWEDISH_EVERY == 0 else "fi"

    @property
    def bought(self) -> tuple[str, ...]:
        """The languages of their purchases; every other has none, and has stated theirs."""
        return () if self.index % 2 else (self.language,) * 4

    @property
    def stated(self) -> str:
        """The language that they have chosen themselves, or empty."""
        return "" if self.bought else self.language


@cache
def postcodes() -> tuple[str, ...]:
    """Every postcode area of Finland, in order."""
    return gazetteer().resolve(["00000-99999"]).postcodes


def outages(count: int) -> Iterator[dict[str, Any]]:
    """Give so many active outages as a source would push them."""
    codes = postcodes()
    quiet = range(0, len(codes), QUIET_EVERY)
    loud = [code for at, code in enumerate(codes) if at % QUIET_EVERY]
    for at in quiet:
        yield outage(f"Q-{at}", [codes[at]], _hour(at))
    for number in range(count - len(quiet)):
        areas = [loud[(number + step * 997) % len(loud)] for step in range(AREAS)]
        yield outage(f"F-{number}", areas, _hour(number) if number % 2 else None)


def outage(name: str, areas: list[str], hour: int | None) -> dict[str, Any]:
    """Return one item of a push; it began an hour ago, and nobody knows why."""
    began = NOW - timedelta(hours=1)
    estimate = NOW.replace(hour=hour).isoformat() if hour else None
    return {
        "id": name,
        "status": "active",
        "service": "electricity",
        "areas": areas,
        "starts_at": began.isoformat(),
        "updated_at": began.isoformat(),
        "estimated_restoration": estimate,
    }


def callers(customers: int, count: int) -> list[Resident]:
    """Choose who calls: spread over all customers, every other from a quiet postcode."""
    chosen = []
    for number in range(count):
        one = Resident(number * customers // count)
        while one.is_quiet != bool(number % 2):
            one = Resident((one.index + 1) % customers)
        chosen.append(one)
    return chosen


def _hour(at: int) -> int:
    return NOW.hour + 2 + at // QUIET_EVERY % HOURS


def row(one: Resident) -> Mapping[str, str]:
    """Return a customer as a row of a CSV file."""
    return {
        "customer_id": one.customer_id,
        "name": f"Asiakas {one.index}",
        "phones": one.phone,
        "language": one.stated,
        "postcodes": one.postcode,
        "purchase_languages": ";".join(one.bought),
    }
