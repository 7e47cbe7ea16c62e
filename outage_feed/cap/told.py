"""What an alert told, with the place of everything in it: for errors that its sender can find."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from outage_feed.push import Problem
from outage_feed.times import BadTime, parse_time
from outage_feed.xml_tree import children, text


@dataclass(slots=True)
class Told:
    """`given` has the names of our own JSON; `places` says where in the alert each stands."""

    given: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def once(self, parent: Element, name: str, at: str) -> str:
        """Return the text of a child that may stand there once."""
        found = children(parent, name)
        if len(found) > 1:
            self.problems.append(Problem(at, f"given {len(found)} times"))
        return text(found[0]) if found else ""

    def time(self, written: str, at: str) -> datetime | None:
        """Read a time; nothing written is no time."""
        if not written:
            return None
        try:
            return parse_time(written)
        except BadTime as error:
            self.problems.append(Problem(at, str(error)))
            return None

    def one_of(self, value: str, at: str, allowed: tuple[str, ...]) -> None:
        """Demand one of a few words, as CAP spells them."""
        if not value:
            self.problems.append(Problem(at, "required"))
        elif value not in allowed:
            words = f"{', '.join(allowed[:-1])} or {allowed[-1]}"
            self.problems.append(Problem(at, f"must be {words}"))

    def placed(self, problem: Problem) -> Problem:
        """Say where in the alert a problem of our own fields is."""
        whole, bracket, _ = problem.at.partition("[")
        at = self.places.get(problem.at) or self.places.get(whole if bracket else "", problem.at)
        return replace(problem, at=at)
