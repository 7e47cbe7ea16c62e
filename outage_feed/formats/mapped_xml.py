"""Any XML with a list of outages in it, by a mapping of its elements to our fields."""

from typing import Annotated, Any
from xml.etree.ElementTree import Element

from pydantic import Field

from outage_feed.mapping.listed import Listed, push_of
from outage_feed.mapping.mapped import Mapped
from outage_feed.mapping.values import Record
from outage_feed.push import Problem, Push, Refused, Sent, Unreadable
from outage_feed.xml_tree import local, parse

NAME = "mapped-xml"
CONTENT_TYPES: tuple[str, ...] = ()
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Options(Mapped):
    """
    A mapping; see docs/feeds/mapping.md.

    `root`: the name of the outermost element: a document with another one is no list, not an
    empty one. `list`: the path of the elements that are outages. Namespaces are not looked at.
    """

    root: Name
    list_: Annotated[Name, Field(alias="list")]


def read(sent: Sent, options: Options) -> Push:
    """Read a list; what is wrong with one record is said beside it. Raises Unreadable."""
    root = parse(sent)
    records = _records(root, options)
    reading = options.reading(sent.now)
    as_of = options.made_at(_attributes(root) | _leaves(root), reading)
    return push_of(Listed(sent, records, reading, as_of), options)


def records_of(sent: Sent, options: Options) -> list[Record | Refused]:
    """Take the list out of a document. Raises Unreadable if there is none."""
    return _records(parse(sent), options)


def _records(root: Element, options: Options) -> list[Record | Refused]:
    if local(root) != options.root:
        text = f"the outermost element is <{local(root)[:100]}>, not <{options.root}>: no list"
        raise Unreadable(Problem("", text))
    *around, name = options.list_.split(".")
    parents = [root]
    for step in around:
        parents = [child for parent in parents for child in parent if local(child) == step]
        if not parents:
            raise Unreadable(Problem(options.list_, f"there is no <{step}>, so there is no list"))
    found = (child for parent in parents for child in parent if local(child) == name)
    return [_record(element) for element in found]


def _record(element: Element) -> Record:
    """Return attributes as `@name`, children by name, several of one name as a list."""
    record: Record = _attributes(element)
    for child in element:
        name, value = local(child), _value(child)
        if name not in record:
            record[name] = value
        elif isinstance(record[name], list):
            record[name].append(value)
        else:
            record[name] = [record[name], value]
    return record


def _value(element: Element) -> Any:
    text = (element.text or "").strip()
    if len(element) == 0 and not element.attrib:
        return text
    return _record(element) | ({"#text": text} if text else {})


def _attributes(element: Element) -> Record:
    return {f"@{name.rpartition('}')[2]}": value for name, value in element.attrib.items()}


def _leaves(root: Element) -> Record:
    """What stands beside the list, such as when it was made."""
    return {local(child): (child.text or "").strip() for child in root if len(child) == 0}
