"""Who can be chosen on the page, and what the numbers on it are called."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ivr.db.tables.customers import customers
from routing.configuration import Configuration

MOST_OFFERED = 20
"""Customers offered by name; any other number can be typed."""

LANGUAGES = {"fi": "Finnish", "sv": "Swedish", "en": "English"}


@dataclass(frozen=True, slots=True)
class Person:
    """A number that may call, and whose it is. `about`: what we know that matters in a call."""

    number: str
    name: str
    about: str


def people(connection: Connection) -> list[Person]:
    """Return the first customers that have a number; those who share one are one entry."""
    rows = connection.execute(
        select(customers).order_by(customers.c.customer_id).limit(MOST_OFFERED)
    )
    by_number: dict[str, list[Mapping[str, object]]] = {}
    for row in rows.mappings():
        for number in row["phones"]:
            by_number.setdefault(number, []).append(dict(row))
    return [
        Person(
            number,
            ", ".join(str(one["name"] or one["customer_id"]) for one in found),
            _about(found),
        )
        for number, found in by_number.items()
    ]


def names(configuration: Configuration, known: Iterable[Person]) -> dict[str, str]:
    """Name the numbers of customers, lines and teams."""
    lines = {number: line.name for number, line in configuration.lines.items()}
    teams = {number: team.name for team in configuration.teams.values() for number in team.dial}
    return {person.number: person.name for person in known} | teams | lines


def _about(found: list[Mapping[str, object]]) -> str:
    if len(found) > 1:
        return f"{len(found)} customers share the number"
    return ", ".join(_facts(found[0]))


def _facts(one: Mapping[str, object]) -> Iterator[str]:
    language, bought = one["language"], one["purchase_languages"]
    if language:
        yield f"prefers {LANGUAGES.get(str(language), language)}"
    elif isinstance(bought, list) and bought:
        yield f"bought in {' '.join(map(str, bought))}"
    else:
        yield "no evidence of language"
    if isinstance(one["postcodes"], list):
        yield " and ".join(map(str, one["postcodes"]))
