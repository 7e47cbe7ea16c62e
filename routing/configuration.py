"""Lines, teams, hours and policies as one checked whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from routing.checks import Parts, crossing_problems
from routing.hours import Schedule
from routing.lines import Line, in_each_language
from routing.policies import Callbacks, Emergency, Messages, Queue
from routing.problems import UNKNOWN, Problem, problems_of
from routing.teams import Team
from routing.vocabulary import Texts

SECTIONS = ("company", "lines", "teams", "hours", "callbacks", "messages", "queue", "emergency")

Model = TypeVar("Model", bound=BaseModel)

_company: TypeAdapter[dict[str, str]] = TypeAdapter(Texts)


class BadConfiguration(Exception):
    """A configuration that cannot be used; `problems` holds everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Configuration:
    """What `linja config apply` has applied. `lines` are by number, `teams` by name."""

    company: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    hours: Mapping[str, Schedule] = field(default_factory=dict)
    callbacks: Callbacks = field(default_factory=Callbacks)
    messages: Messages = field(default_factory=Messages)
    queue: Queue = field(default_factory=Queue)
    emergency: Emergency = field(default_factory=Emergency)

    def company_for(self, line: Line) -> dict[str, str]:
        """The company's name in each language of a line."""
        return in_each_language(self.company, line.languages)


def read_configuration(
    sections: Mapping[str, Any], known_flows: Collection[str] | None = None
) -> Configuration:
    """
    Check all sections together. Raises BadConfiguration with every problem.

    `known_flows` are the names that lines may use; None leaves that to whoever applied it.
    """
    reader = _Reader()
    configuration = Configuration(
        company=reader.company(sections),
        lines=reader.entries(sections, "lines", Line),
        teams=reader.entries(sections, "teams", Team),
        hours=reader.entries(sections, "hours", Schedule),
        callbacks=reader.policy(sections, "callbacks", Callbacks),
        messages=reader.policy(sections, "messages", Messages),
        queue=reader.policy(sections, "queue", Queue),
        emergency=reader.policy(sections, "emergency", Emergency),
    )
    parts = Parts(configuration.lines, configuration.teams, sections, known_flows)
    problems = (*_unknown(sections), *reader.problems, *crossing_problems(parts))
    if problems:
        raise BadConfiguration(problems)
    return configuration


def read_kept(sections: Mapping[str, Any]) -> Configuration:
    """
    Read what was checked when it was applied, perhaps by a newer version of Linja.

    What that one knows and we do not is left out: calls go on with the rest. Raises
    BadConfiguration.
    """
    try:
        return read_configuration(sections)
    except BadConfiguration as error:
        known: Any = sections
        for one in error.problems:
            if one.text == UNKNOWN or (len(one.path) == 1 and one.path[0] not in SECTIONS):
                known = _without(known, one.path)
        if known == sections:
            raise
    return read_configuration(known)


def _without(document: Any, path: Sequence[str | int]) -> Any:
    """Copy a document but for what a path leads to."""
    first, rest = path[0], path[1:]
    if isinstance(document, list):
        places = enumerate(document)
        return [_without(one, rest) if place == first and rest else one for place, one in places]
    if not isinstance(document, Mapping) or first not in document:
        return document
    kept = {name: one for name, one in document.items() if name != first}
    return {**kept, first: _without(document[first], rest)} if rest else kept


def _unknown(sections: Mapping[str, Any]) -> list[Problem]:
    text = f"is not a section; there are {', '.join(SECTIONS)}"
    return [Problem((name,), text) for name in sections if name not in SECTIONS]


class _Reader:
    """Reads each entry on its own, so that one bad line does not hide the others' problems."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def company(self, sections: Mapping[str, Any]) -> Mapping[str, str]:
        try:
            return _company.validate_python(sections["company"]) if "company" in sections else {}
        except ValidationError as error:
            self.problems += problems_of(error, ["company"])
            return {}

    def entries(
        self, sections: Mapping[str, Any], section: str, model: type[Model]
    ) -> dict[str, Model]:
        written = sections.get(section, {})
        if not isinstance(written, Mapping):
            self.problems.append(Problem((section,), "must be a map"))
            return {}
        read = {key: self._entry(section, key, entry, model) for key, entry in written.items()}
        return {key: entry for key, entry in read.items() if entry is not None}

    def policy(self, sections: Mapping[str, Any], section: str, model: type[Model]) -> Model:
        try:
            return model.model_validate(sections.get(section, {}))
        except ValidationError as error:
            self.problems += problems_of(error, [section])
            return model()

    def _entry(self, section: str, key: str, entry: Any, model: type[Model]) -> Model | None:
        keyed = "@key" in {f.validation_alias for f in model.model_fields.values()}
        if keyed and isinstance(entry, Mapping):
            entry = {**entry, "@key": key}
        try:
            return model.model_validate(entry)
        except ValidationError as error:
            self.problems += problems_of(error, [section, key])
            return None
