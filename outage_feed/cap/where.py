"""The areas of an alert: postcodes and municipalities by their geocodes, else words."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from outage_feed.areas import LONGEST_NAME
from outage_feed.cap.info import Info, pairs
from outage_feed.cap.options import LONGEST, Options
from outage_feed.cap.told import Told
from outage_feed.outage import Given
from outage_feed.texts import clean
from outage_feed.xml_tree import children, text

BETWEEN = re.compile(r"[;,]")


def tell_areas(told: Told, infos: Iterable[Info], options: Options) -> None:
    """Put the areas of all infos into `told`, each once."""
    areas: list[Given] = []
    seen: set[tuple[str, str]] = set()
    for info in infos:
        for number, element in enumerate(children(info.element, "area")):
            for kind, value, at in _area(element, f"{info.at}.area[{number}]", options):
                if (kind, value) not in seen:
                    seen.add((kind, value))
                    told.places[f"areas[{len(areas)}]"] = at
                    areas.append({kind: value} if kind else value)
    told.given["areas"] = areas
    told.places["areas"] = "info.area.geocode"


def _area(element: Element, at: str, options: Options) -> Iterator[tuple[str, str, str]]:
    """Return kind ("" for a postcode), value and place; words where no geocode is ours."""
    found = False
    for number, name, written in pairs(element, "geocode"):
        kind = options.area_kind(name)
        for value in BETWEEN.split(written) if kind is not None else ():
            found = True
            yield kind or "", clean(value[:LONGEST]), f"{at}.geocode[{number}]"
    words = clean(" ".join(text(each)[:LONGEST] for each in children(element, "areaDesc")))
    if not found and words:
        yield "place", words[:LONGEST_NAME].rstrip(), f"{at}.areaDesc"
