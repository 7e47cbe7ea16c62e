"""Webhooks of a status page (Atlassian Statuspage): incidents and components."""

from collections.abc import Iterator
from typing import Any

from outage_feed.described import Fuller, item_of
from outage_feed.push import Ignored, Item, Problem, Push, Refused, Sent, Unreadable
from outage_feed.status_page.component import outage_of
from outage_feed.status_page.incident import outages_of
from outage_feed.status_page.options import Options as Options  # noqa: PLC0414 -- part of a format
from outage_feed.strict_json import doubled, parse
from outage_feed.texts import clean

NAME = "status-page"
CONTENT_TYPES: tuple[str, ...] = ()
LATER_TOLD = "backfilled: told after it was over"
LEFT_OUT = "a component's own change: component_bodies is ignore"


def read(sent: Sent, options: Options) -> Push:
    """Read one body. Raises Unreadable if it holds neither an incident nor a component."""
    root = parse(sent.body)
    incident, component, update = (
        _object(root, name) for name in ("incident", "component", "component_update")
    )
    if incident is not None:
        found = list(_incident(incident, sent, options))
    elif component is not None and update is not None:
        found = [_component(component, update, sent, options)]
    else:
        raise Unreadable(Problem("", 'holds neither "incident" nor "component_update"'))
    items = tuple(each for each in found if isinstance(each, Item))
    refused = tuple(each for each in found if isinstance(each, Refused))
    ignored = tuple(each for each in found if isinstance(each, Ignored))
    return Push(snapshot=False, as_of=None, items=items, refused=refused, ignored=ignored)


def _object(root: Any, name: str) -> dict[str, Any] | None:
    """An object of the body, if it is there. Raises Unreadable if it is spoilt."""
    if not isinstance(root, dict):
        raise Unreadable(Problem("", "must be an object"))
    found = root.get(name)
    problems = [*doubled(root), *doubled(found, f"{name}.")]
    if found is not None and not isinstance(found, dict):
        problems.append(Problem(name, "must be an object"))
    if problems:
        raise Unreadable(*problems)
    return found


def _incident(
    incident: dict[str, Any], sent: Sent, options: Options
) -> Iterator[Item | Refused | Ignored]:
    for index, given in enumerate(outages_of(incident, options)):
        if incident.get("backfilled") is True:
            yield Ignored(index, _id(given), LATER_TOLD)
        else:
            yield _checked(index, given, incident.get("status"), sent)


def _component(
    component: dict[str, Any], update: dict[str, Any], sent: Sent, options: Options
) -> Item | Refused | Ignored:
    given = outage_of(component, update, options)
    if options.component_bodies == "ignore":
        return Ignored(0, _id(given), LEFT_OUT)
    return _checked(0, given, update.get("new_status"), sent)


def _checked(index: int, given: dict[str, Any], word: Any, sent: Sent) -> Item | Refused:
    """Refuse a status that is not known: it never says that all is well."""
    found = item_of(sent.source, index, given, sent.now, Fuller)
    if given["status"] is not None or isinstance(found, Item):
        return found
    unknown = f'unknown status "{clean(str(word))[:100]}": add it under words'
    others = (error for error in found.errors if error.at != "status")
    return Refused(found.index, found.id, (Problem("status", unknown), *others))


def _id(given: dict[str, Any]) -> str:
    return clean(str(given["id"]))[:200]
