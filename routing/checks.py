"""What sections of a configuration ask of each other."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from routing.lines import Line
from routing.problems import Problem
from routing.teams import Team


@dataclass(frozen=True, slots=True)
class Parts:
    """
    The lines and teams that could be read, and all sections as written.

    `written` keeps a broken entry's name known, so that it is not reported once more.
    """

    lines: Mapping[str, Line]
    teams: Mapping[str, Team]
    written: Mapping[str, Any]
    known_flows: Collection[str] | None

    def names(self, section: str) -> Collection[str]:
        """The keys of a section, good or bad."""
        found = self.written.get(section, {})
        return found.keys() if isinstance(found, Mapping) else ()


def crossing_problems(parts: Parts) -> list[Problem]:
    """Everything that is wrong between the sections."""
    checks = (
        _company,
        _line_names,
        _flows,
        _surveys,
        _hours,
        _team_lines,
        _loops,
        _overflow,
        _emergency,
        _reachable,
    )
    return [problem for check in checks for problem in check(parts)]


def _company(parts: Parts) -> Iterator[Problem]:
    if parts.names("lines") and "company" not in parts.written:
        yield Problem(("company",), "is missing: callers hear it first")


def _line_names(parts: Parts) -> Iterator[Problem]:
    counts = Counter(line.name for line in parts.lines.values())
    for number, line in parts.lines.items():
        if counts[line.name] > 1:
            yield Problem(("lines", number, "name"), f"{line.name} is also another line's name")


def _flows(parts: Parts) -> Iterator[Problem]:
    if parts.known_flows is None:
        return
    known = ", ".join(sorted(parts.known_flows)) or "none"
    for number, line in parts.lines.items():
        for field, flow in (("flow", line.flow), ("survey", line.survey)):
            if flow and flow not in parts.known_flows:
                text = f"there is no published flow {flow}; there are {known}"
                yield Problem(("lines", number, field), text)


def _surveys(parts: Parts) -> Iterator[Problem]:
    for number, line in parts.lines.items():
        if line.survey and line.urgent:
            text = "is not for urgent lines: nobody is asked anything after a fault or an accident"
            yield Problem(("lines", number, "survey"), text)


def _hours(parts: Parts) -> Iterator[Problem]:
    named: list[tuple[str, str, str | None]] = [
        *(("lines", number, line.hours) for number, line in parts.lines.items()),
        *(("teams", name, team.hours) for name, team in parts.teams.items()),
    ]
    for section, key, hours in named:
        if hours and hours not in parts.names("hours"):
            yield Problem((section, key, "hours"), f"there are no hours named {hours}")


def _written_names(parts: Parts) -> Collection[str]:
    written = parts.written.get("lines", {})
    entries = written.values() if isinstance(written, Mapping) else ()
    return {str(entry.get("name")) for entry in entries if isinstance(entry, Mapping)}


def _emergency(parts: Parts) -> Iterator[Problem]:
    emergency = parts.written.get("emergency", {})
    named = emergency.get("lines") if isinstance(emergency, Mapping) else None
    for place, name in enumerate(named if isinstance(named, list) else ()):
        if name not in _written_names(parts):
            yield Problem(("emergency", "lines", place), f"there is no line named {name}")


def _team_lines(parts: Parts) -> Iterator[Problem]:
    names = _written_names(parts)
    for key, team in parts.teams.items():
        for place, name in enumerate(team.lines or ()):
            if name not in names:
                yield Problem(("teams", key, "lines", place), f"there is no line named {name}")


def _loops(parts: Parts) -> Iterator[Problem]:
    for key, team in parts.teams.items():
        for place, number in enumerate(team.dial):
            if number in parts.names("lines"):
                text = "is one of our own lines: the call would come back"
                yield Problem(("teams", key, "dial", place), text)


def _overflow(parts: Parts) -> Iterator[Problem]:
    for key, team in parts.teams.items():
        if team.overflow is None:
            continue
        if not team.desk:
            yield Problem(("teams", key, "overflow"), "is for desks: nobody waits for this team")
        for place, name in enumerate(team.overflow.teams):
            at = ("teams", key, "overflow", "teams", place)
            helper = parts.teams.get(name)
            if name not in parts.names("teams"):
                yield Problem(at, f"there is no team named {name}")
            elif helper and not helper.desk:
                yield Problem(at, f"{name} is no desk: only desks take those who wait")


def _reachable(parts: Parts) -> Iterator[Problem]:
    if len(parts.teams) < len(parts.names("teams")):
        return  # a team that could not be read may be the one
    for number, line in parts.lines.items():
        if not any(team.serves(line.name) for team in parts.teams.values()):
            yield Problem(("lines", number), "no team takes its calls")
