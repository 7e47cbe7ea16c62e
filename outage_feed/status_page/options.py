"""What a source's settings say about its status page."""

import re
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from outage_feed.areas import LONGEST_NAME
from outage_feed.mapping.places import OurArea
from outage_feed.mapping.settings import OneOrMore, Setting
from outage_feed.outage import Given, Service, Status
from outage_feed.texts import clean

BETWEEN = re.compile(r"[ _-]+")
INCIDENT: dict[str, Status] = {
    "investigating": "active",
    "identified": "active",
    "monitoring": "active",
    "resolved": "restored",
    "postmortem": "restored",
    "scheduled": "scheduled",
    "inprogress": "active",
    "verifying": "active",
    "completed": "restored",
}
COMPONENT: dict[str, Status] = {
    "operational": "restored",
    "degradedperformance": "active",
    "partialoutage": "active",
    "majoroutage": "active",
    "undermaintenance": "active",
}
"""Source: support.atlassian.com/statuspage, "Enable webhook notifications"."""
MAINTENANCE = {"scheduled", "inprogress", "verifying", "completed", "undermaintenance"}


class Component(Setting):
    """Where a component of the page is missed, and which service it is."""

    areas: OneOrMore[OurArea]
    service: Service | None = None


class Options(Setting):
    """
    How a status page's components lie on our map; see docs/feeds/status_page.md.

    `components`: by their id or name. `service`: that of components which name none.
    `without_components`: where an incident is that names none. `words`: other status words.
    `component_bodies`: are changes of components read beside incidents?
    """

    service: Service = "telecom"
    components: dict[str, Component]
    without_components: OneOrMore[OurArea] = Field(default_factory=list)
    words: dict[Annotated[str, Field(min_length=1)], Status] = Field(default_factory=dict)
    component_bodies: Literal["read", "ignore"] = "read"

    def place_of(self, id_: Any, name: Any) -> "Place":
        """Where a component is; one that is not listed is a place of its own name."""
        found = self._listed.get(_same(id_)) or self._listed.get(_same(name))
        if found is None:
            shown = (_text(name) or _text(id_))[:LONGEST_NAME]
            return Place(self.service, [{"place": shown}] if shown else [])
        return Place(found.service or self.service, list(found.areas))

    def status(self, word: Any, known: dict[str, Status]) -> Status | None:
        """What a status word means, however it is written."""
        return self._words.get(plain(word)) or known.get(plain(word))

    @cached_property
    def _listed(self) -> dict[str, Component]:
        return {_same(key): component for key, component in self.components.items()}

    @cached_property
    def _words(self) -> dict[str, Status]:
        return {plain(word): status for word, status in self.words.items()}


class Place(NamedTuple):
    """A service and where it is missed."""

    service: Service
    areas: list[Given]


def plain(word: Any) -> str:
    """Make `in_progress`, `In Progress` and `INPROGRESS` the same."""
    return BETWEEN.sub("", _text(word).casefold())


def _same(key: Any) -> str:
    return _text(key).casefold()


def _text(value: Any) -> str:
    return clean(value) if isinstance(value, str) else ""
