"""CAP alerts written as JSON, turned into the elements that they would be in XML."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from outage_feed.mapping.values import shown
from outage_feed.push import Problem, Unreadable
from outage_feed.xml_tree import DEEPEST, MOST_ELEMENTS

HEAD = {"identifier", "msgType"}
"""An object with one of these is an alert, whatever is around it."""
JOINED = {"references", "incidents", "addresses"}
"""CAP writes several of these in one element, with a space between each."""

Alert = dict[str, Any]


def alerts(root: Any) -> list[Alert]:
    """Find alerts at any depth, in the order of the document. Raises Unreadable if none can be."""
    found = list(_alerts(root))
    if not found and not _is_empty_list(root):
        raise Unreadable(Problem("", "no CAP alert, and no empty list of them"))
    return found


def element_of(alert: Alert) -> Element:
    """Return it as an element without a namespace. Raises Unreadable if it is too much."""
    made = Element("alert")
    waiting: list[tuple[Element, Alert, int]] = [(made, alert, 1)]
    count = 0
    while waiting:
        parent, given, depth = waiting.pop()
        if depth > DEEPEST:
            raise Unreadable(Problem("", f"nested more than {DEEPEST} deep"))
        for name, value in _children(given):
            count += 1
            if count > MOST_ELEMENTS:
                raise Unreadable(Problem("", f"more than {MOST_ELEMENTS} values in one alert"))
            child = SubElement(parent, name)
            if isinstance(value, dict):
                waiting.append((child, value, depth + 1))
            else:
                child.text = shown(value)
    return made


def _alerts(root: Any) -> Iterator[Alert]:
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if HEAD & value.keys():
                yield value
            else:
                waiting.extend(reversed(value.values()))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _is_empty_list(root: Any) -> bool:
    return root == [] or (isinstance(root, dict) and [] in root.values())


def _children(given: Alert) -> Iterator[tuple[str, Any]]:
    """Give each member of a list its own name; null is as good as missing."""
    for name, value in given.items():
        if name in JOINED and isinstance(value, list):
            yield name, " ".join(shown(one) for one in value)
        else:
            members = value if isinstance(value, list) else [value]
            yield from ((name, one) for one in members if one is not None)
