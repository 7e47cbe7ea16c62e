"""A flow as its checks look at it: what it says, and where in the file that stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.definition import Flow
from flows.prompts import Prompt
from flows.source import Path, Source


@dataclass(frozen=True, slots=True)
class Found:
    """Something that a check found: where in the file, what it is, and what to do about it."""

    path: Path
    message: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """One of the flow's own texts, in one language."""

    key: str
    language: str
    text: str

    @property
    def path(self) -> Path:
        """Where it is written."""
        return ("prompts", self.key, self.language)


@dataclass(frozen=True, slots=True)
class Choice:
    """A prompt that the author chose for a step."""

    step: str
    key: str
    path: Path


@dataclass(frozen=True)
class Subject:
    """The flow to look at, its file, every flow that is known (this one too), the library."""

    flow: Flow
    source: Source
    flows: Mapping[str, Flow]
    library: Mapping[str, Prompt]

    def sayings(self) -> Iterator[Saying]:
        """Give the flow's own texts, as they stand in the file."""
        for key, texts in self.flow.prompts.items():
            for language, text in texts.items():
                yield Saying(key, language, text)

    def choices(self) -> Iterator[Choice]:
        """Give the prompts that the author chose, step by step."""
        for name, step in self.flow.steps.items():
            for key in step.prompt_keys():
                yield Choice(name, key, self.path_to(("steps", name), key))

    def prompt(self, key: str) -> Prompt | None:
        """Find the prompt that would be said, as a call finds it."""
        own, variant = self.flow.own_prompts, f"{key}.{self.flow.desk}"
        places = ((own, variant), (own, key), (self.library, variant), (self.library, key))
        return next((prompts[name] for prompts, name in places if name in prompts), None)

    def path_to(self, path: Path, value: str) -> Path:
        """Find where a value, or else a key, is written under a path; if nowhere, the path."""
        at = self.source.document
        for part in path:
            at = at[int(part)] if isinstance(at, list) else at[part]
        return next(_places(at, path, value), path)


def _places(at: Any, path: Path, value: str) -> Iterator[Path]:
    if isinstance(at, dict):
        for key, inner in at.items():
            yield from _places(inner, (*path, key), value)
        yield from ((*path, key) for key in at if key == value)
    elif isinstance(at, list):
        for index, inner in enumerate(at):
            yield from _places(inner, (*path, str(index)), value)
    elif at == value:
        yield path
