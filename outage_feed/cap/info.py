"""One `info` of an alert: a language or a part of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from outage_feed.cap.options import Options, same
from outage_feed.cap.told import Told
from outage_feed.outage import Service
from outage_feed.xml_tree import children, text

CLEAR = {"responseType": "AllClear", "urgency": "Past"}


@dataclass(frozen=True, slots=True)
class Info:
    """`clear`: it says that it is over. `at` is its place in the alert, such as `info[0]`."""

    at: str
    element: Element
    language: str
    clear: bool
    onset: datetime | None
    effective: datetime | None
    expires: datetime | None


def infos(alert: Element, options: Options, told: Told) -> list[tuple[Info, Service]]:
    """Return those about a service of the source, with it."""
    found = []
    for number, element in enumerate(children(alert, "info")):
        service = service_of(element, options)
        if service:
            found.append((_info(element, f"info[{number}]", told), service))
    return found


def service_of(info: Element, options: Options) -> Service | None:
    """Return the service by its event codes, else its event, else its category."""
    events = [value for _, _, value in pairs(info, "eventCode")]
    events += [text(event) for event in children(info, "event")]
    for event in events:
        service = options.service_of(event)
        if service:
            return service
    categories = {same(text(category)) for category in children(info, "category")}
    meant = {same(category) for category in options.categories}
    return options.service if not categories or categories & meant else None


def is_clear(info: Element) -> bool:
    """Does it say that it is over?"""
    return any(text(each) == word for name, word in CLEAR.items() for each in children(info, name))


def pairs(parent: Element, name: str) -> Iterator[tuple[int, str, str]]:
    """Return the number, `valueName` and `value` of each such child."""
    for number, child in enumerate(children(parent, name)):
        names, values = children(child, "valueName"), children(child, "value")
        if names and values:
            yield number, text(names[0]), text(values[0])


def _info(element: Element, at: str, told: Told) -> Info:
    def once(name: str) -> str:
        return told.once(element, name, f"{at}.{name}")

    def time(name: str) -> datetime | None:
        return told.time(once(name), f"{at}.{name}")

    once("urgency")
    return Info(
        at=at,
        element=element,
        language=_language(once("language")),
        clear=is_clear(element),
        onset=time("onset"),
        effective=time("effective"),
        expires=time("expires"),
    )


def _language(tag: str) -> str:
    """Return "fi" for "fi-FI", and what CAP takes for granted where there is none."""
    return (tag or "en-US").replace("_", "-").partition("-")[0].lower()
