"""One record of a source, read by a mapping: what an outage is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from outage_feed.described import LONGEST_TEXT
from outage_feed.mapping.fields import Fields
from outage_feed.mapping.reading import Entry, Reading, first
from outage_feed.mapping.values import BadValue, Record, find, shown
from outage_feed.mapping.words import WordsOf
from outage_feed.push import Problem
from outage_feed.texts import shortened

NEEDED = {"id", "status", "service", "updated_at"}


@dataclass(slots=True)
class Told:
    """What a record says, times as such; problems have the name of our field as their place."""

    given: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def tell(fields: Fields, record: Record, reading: Reading) -> Told:
    """Read all that a record says."""
    told = Told()
    for name, ways in fields.plain:
        try:
            value = first(ways, record, reading)
            if value is not None:
                told.given[name] = value
            else:
                told.problems += _unsaid(name, ways, record, reading)
        except BadValue as error:
            told.problems.append(Problem(name, str(error)))
    told.given["details"] = details = {
        label: text for label, path in fields.details.items() if (text := _shown(record, path))
    }
    _put_areas(told, fields, record, reading, details)
    if fields.texts:
        _put_texts(told, fields, record, reading, details)
    return told


def _unsaid(
    name: str, ways: Sequence[Entry], record: Record, reading: Reading
) -> Iterator[Problem]:
    """Say why there is no value, if that is wrong."""
    words = [way.unknown(record, reading) for way in ways if isinstance(way, WordsOf)]
    if any(words):
        yield Problem(name, "; ".join(filter(None, words)))
    elif name in NEEDED:
        paths = " or ".join(f'"{getattr(way, "field", None)}"' for way in ways)
        yield Problem(name, f"nothing in {paths}")


def _value(told: Told, name: str, ways: Sequence[Entry], record: Record, reading: Reading) -> Any:
    try:
        return first(ways, record, reading)
    except BadValue as error:
        told.problems.append(Problem(name, str(error)))
        return None


def _put_areas(
    told: Told, fields: Fields, record: Record, reading: Reading, details: dict[str, str]
) -> None:
    areas = _value(told, "areas", fields.areas, record, reading)
    told.given["areas"] = areas.given if areas else []
    if areas and areas.mended:
        details["zeros put back"] = shortened(", ".join(areas.mended))


def _put_texts(
    told: Told, fields: Fields, record: Record, reading: Reading, details: dict[str, str]
) -> None:
    told.given |= {"cause": {}, "messages": {}}
    for kind, language, ways in fields.texts:
        name = f"{kind}.{language}"
        text = _value(told, name, ways, record, reading)
        if text and kind == "messages" and len(text) > LONGEST_TEXT:
            details[f"{name}, too long to be spoken"] = shortened(text)
        elif text:
            told.given[kind][language] = shortened(text)


def _shown(record: Record, path: str) -> str:
    try:
        return shortened(shown(find(record, path)))
    except BadValue as error:
        return str(error)
