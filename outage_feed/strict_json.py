"""JSON that says the same to everybody: UTF-8, each name once, no depth that breaks the reader."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from outage_feed.push import Problem, Unreadable

MOST_DIGITS = 25


class Doubled(dict[str, Any]):
    """An object in which some names were given more than once."""

    names: tuple[str, ...] = ()


def parse(body: bytes) -> Any:
    """
    Read JSON. Raises Unreadable.

    A name given twice becomes a `Doubled`; a number with too many digits, infinity: so that
    they spoil one item and not the whole push.
    """
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object, parse_int=_integer)
    except UnicodeDecodeError as error:
        raise Unreadable(Problem("", f"not UTF-8 at byte {error.start}")) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        what = error.msg.removesuffix(" at")  # some of its messages end in it
        raise Unreadable(Problem("", f"not JSON: {what} at {place}")) from error
    except RecursionError as error:
        raise Unreadable(Problem("", "nested too deeply")) from error


def doubled(value: Any, at: str = "") -> Iterator[Problem]:
    """Say which names of this object were given twice; `at` is where it stands, `areas[0].`."""
    if isinstance(value, Doubled):
        for name in value.names:
            yield Problem(at + name, "given twice")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    spoilt = Doubled(plain)
    times = Counter(name for name, _ in pairs)
    spoilt.names = tuple(sorted(name for name, count in times.items() if count > 1))
    return spoilt


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else float("inf")
