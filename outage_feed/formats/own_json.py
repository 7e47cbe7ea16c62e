"""Our own JSON: `{"snapshot", "as_of", "outages": [...]}`."""

from heapq import nsmallest
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from outage_feed.described import Described, Past, item_of, problems_of
from outage_feed.push import Item, Problem, Push, Refused, Sent, Unreadable
from outage_feed.strict_json import doubled, parse
from outage_feed.texts import clean

NAME = "own-json"
CONTENT_TYPES = ("application/json",)
MOST_UNREAD = 20
LONGEST_NAME = 80


class Options(BaseModel):
    """Our own format needs none."""

    model_config = ConfigDict(extra="forbid")


class Head(BaseModel):
    """The push around its outages."""

    model_config = ConfigDict(strict=True)

    snapshot: bool | None = None
    as_of: Past | None = None
    outages: list[Any]


def read(sent: Sent, _options: Options) -> Push:
    """Read a push; what is wrong with one item is said beside it. Raises Unreadable."""
    given = parse(sent.body)
    head = _head(given, sent)
    read_items = [
        item_of(sent.source, index, given, sent.now) for index, given in enumerate(head.outages)
    ]
    items = tuple(item for item in read_items if isinstance(item, Item))
    refused = tuple(item for item in read_items if isinstance(item, Refused))
    unread = _unread(given, head.outages)
    return Push(bool(head.snapshot), head.as_of, items, refused, unread=unread)


def _unread(given: dict[str, Any], outages: list[Any]) -> tuple[str, ...]:
    """Name the fields that nobody reads, at most twenty: one of them may be a slip of the pen."""
    names = given.keys() - Head.model_fields.keys()
    for outage in outages:
        if isinstance(outage, dict):
            names |= outage.keys() - Described.model_fields.keys()
    first = (clean(name[:LONGEST_NAME]) for name in nsmallest(MOST_UNREAD, names))
    return tuple(name for name in first if name)


def _head(given: Any, sent: Sent) -> Head:
    if not isinstance(given, dict):
        raise Unreadable(Problem("", 'must be an object such as {"outages": []}'))
    problems = list(doubled(given))
    known = {name: given[name] for name in Head.model_fields if name in given}
    try:
        head = Head.model_validate(known, context={"now": sent.now})
    except ValidationError as error:
        raise Unreadable(*problems, *problems_of(error)) from error
    if head.snapshot and head.as_of is None:
        problems.append(Problem("as_of", "required when snapshot is true"))
    if problems:
        raise Unreadable(*problems)
    return head
