"""Any JSON with a list of outages in it, by a mapping of its fields to ours."""

from typing import Annotated, Any

from pydantic import Field

from outage_feed.mapping.listed import Listed, push_of
from outage_feed.mapping.mapped import Mapped
from outage_feed.mapping.values import BadValue, Record, find, members, text_of
from outage_feed.push import Problem, Push, Refused, Sent, Unreadable
from outage_feed.strict_json import parse
from outage_feed.texts import clean

NAME = "mapped-json"
CONTENT_TYPES: tuple[str, ...] = ()
Path = Annotated[str, Field(max_length=200)]


class Options(Mapped):
    """
    A mapping; see docs/feeds/mapping.md.

    `list`: the path of the list; empty if the whole is one. `count`: the path of how many there
    are in all; with fewer in the list it is not complete.
    """

    list_: Annotated[Path, Field(alias="list")] = ""
    count: Path = ""


def read(sent: Sent, options: Options) -> Push:
    """Read a list; what is wrong with one record is said beside it. Raises Unreadable."""
    try:
        return _push(sent, parse(sent.body), options)
    except RecursionError as error:
        raise Unreadable(Problem("", "nested too deeply")) from error


def _push(sent: Sent, root: Any, options: Options) -> Push:
    records = records_of(root, options)
    reading = options.reading(sent.now)
    partial = bool(options.count) and not _all_there(root, options.count, len(records))
    listed = Listed(sent, records, reading, options.made_at(root, reading), partial)
    return push_of(listed, options)


def records_of(root: Any, options: Options) -> list[Record | Refused]:
    """Take the list out of a document. Raises Unreadable if there is none."""
    found = _at(root, options.list_.split(".") if options.list_ else [], 0)
    if isinstance(found, dict) and not options.snapshot:
        found = [found]
    if not isinstance(found, list):
        raise Unreadable(Problem(options.list_, "holds no list: is list the path of the outages?"))
    return [_record(index, given) for index, given in enumerate(members(found))]


def _at(value: Any, steps: list[str], place: int) -> Any:
    """Every part of the path must be there: an error in place of a list is no empty list."""
    if place == len(steps):
        return value
    if isinstance(value, list):
        return [_at(member, steps, place) for member in value]
    if not isinstance(value, dict) or steps[place] not in value:
        names = clean(", ".join(value))[:500] if isinstance(value, dict) else "no fields"
        at = ".".join(steps[: place + 1])
        raise Unreadable(Problem(at, f"is not there, so there is no list; there are {names}"))
    return _at(value[steps[place]], steps, place + 1)


def _record(index: int, given: Any) -> Record | Refused:
    if isinstance(given, dict):
        return given
    return Refused(index, None, (Problem("", "must be an object"),))


def _all_there(root: Any, path: str, count: int) -> bool:
    """A count that cannot be read says nothing, and nothing is closed on its word."""
    try:
        text = text_of(find(root, path))
    except BadValue:
        return False
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= count  # noqa: PLR2004
