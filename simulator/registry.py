"""What each verb does. A file in `simulator/verbs/` adds one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from simulator.leg import Leg
from simulator.messages import Goto, Steps
from simulator.pages import Page


@dataclass(frozen=True, slots=True)
class Setting:
    """
    Where a document is performed: the call itself, a whisper, a queue's wait, before a bridge.

    `allowed`: the verbs, None for all. `extra`: parameters of every request made from here.
    `fallback`: may a failure be mended by the number's fallback address?
    """

    allowed: frozenset[str] | None = None
    extra: Callable[[], Mapping[str, str]] = dict
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One verb about to be performed."""

    leg: Leg
    page: Page
    verb: Element
    setting: Setting

    def number(self, name: str, default: int) -> int:
        """A numeric attribute."""
        return int(self.verb.get(name, default))

    def goto(self, name: str, params: Mapping[str, str], default: str = "") -> Goto | None:
        """Where an address attribute leads; None when there is none."""
        target = self.verb.get(name, default)
        if not target:
            return None
        return Goto(self.page.link(target), self.verb.get("method", "POST"), params)


After = Goto | str | None
"""Another document, how it ended (`hangup`, `leave`, `reject`), or None: the next verb."""

Performer = Callable[[Turn], Steps[After]]
VERBS: dict[str, Performer] = {}


def verb(name: str) -> Callable[[Performer], Performer]:
    """Register what a verb does."""

    def register(performer: Performer) -> Performer:
        VERBS[name] = performer
        return performer

    return register
