"""A flow as it is written, and a bundle as it is published."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flows.problems import BadFlow, Problem
from flows.prompts import Prompt
from flows.recording import Recording
from flows.scenario import Scenario
from flows.source import Path, Source, read_source
from flows.step import PromptKey, Slug, Step
from flows.steps import STEP_TYPES
from flows.steps.goto import Goto
from flows.steps.human import Human

if TYPE_CHECKING:
    AnyStep = Step
else:
    AnyStep = Annotated[Union[tuple(STEP_TYPES.values())], Field(discriminator="type")]  # noqa: UP007 -- built from the registry

Language = Literal["fi", "sv", "en"]


class Flow(BaseModel):
    """
    One conversation: its steps by name, its own prompts, and the scenarios that must hold.

    `recordings` are of its own prompts. `desk: fault` speaks of the person on duty where
    `service` speaks of customer service.
    `layout` is for drawing only and is no part of what is published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    spec: Literal["1"]
    name: Slug
    languages: list[Language] = Field(min_length=1)
    start: Slug
    human: Slug
    desk: Literal["service", "fault"] = "service"
    vars: list[Slug] = []
    prompts: dict[PromptKey, dict[Language, str]] = {}
    recordings: dict[PromptKey, dict[Language, Recording]] = {}
    steps: dict[Slug, AnyStep] = Field(min_length=1)
    scenarios: list[Scenario] = []
    layout: dict[str, Any] = {}

    @cached_property
    def own_prompts(self) -> dict[str, Prompt]:
        """The flow's own prompts, by key."""
        return {
            key: Prompt(
                {str(language): words for language, words in texts.items()}, self._sounds(key)
            )
            for key, texts in self.prompts.items()
        }

    def _sounds(self, key: str) -> dict[str, str]:
        texts = self.prompts[key]
        recorded = self.recordings.get(key, {}).items()
        return {str(at): one.sound for at, one in recorded if one.says(texts.get(at, ""))}

    @property
    def topic(self) -> str:
        """What the flow's person is there for."""
        person = self.steps.get(self.human)
        return person.topic if isinstance(person, Human) else "any"

    def jumps(self) -> Iterator[Goto]:
        """Give the steps that lead to another flow."""
        yield from (step for step in self.steps.values() if isinstance(step, Goto))


@dataclass(frozen=True)
class Reading:
    """What came of reading a flow file: the flow if it has a shape at all, and every problem."""

    flow: Flow | None
    source: Source
    problems: list[Problem]


def read_flow(text: str) -> Reading:
    """Read a flow file's shape. What its words and ways mean is checked by `flows.checks`."""
    source = read_source(text)
    if source.problems:
        return Reading(None, source, source.problems)
    if not isinstance(source.document, dict):
        return Reading(None, source, [Problem(1, "unreadable", "a flow is a map of its parts")])
    try:
        return Reading(Flow.model_validate(source.document), source, [])
    except ValidationError as error:
        return Reading(None, source, sorted(_problems(error, source)))


KINDS = {
    "missing": ("missing-field", "is missing: add it"),
    "extra_forbidden": ("unknown-field", "means nothing here: mend the word, or take it away"),
    "union_tag_invalid": (
        "unknown-step-type",
        f"there is no such type of step; there are: {', '.join(sorted(STEP_TYPES))}",
    ),
    "union_tag_not_found": ("missing-field", "is missing: every step has a type"),
}


def _problems(error: ValidationError, source: Source) -> Iterator[Problem]:
    for found in error.errors(include_url=False):
        path = _path(found["loc"], source.document)
        step = path[1] if len(path) > 1 and path[0] == "steps" else ""
        kind, words = KINDS.get(found["type"], ("bad-value", found["msg"]))
        if found["type"].startswith("union_tag"):
            path = (*path, "type")
        message = f"{'.'.join(path) or 'flow'}: {words}"
        yield Problem(source.line_of(path), kind, message, step)


def _path(loc: tuple[int | str, ...], document: Any) -> Path:
    """Drop from pydantic's place what is not in the document: union tags and `[key]`."""
    path: list[str] = []
    at = document
    for position, part in enumerate(loc):
        if isinstance(at, dict) and str(part) in at:
            at = at[str(part)]
        elif isinstance(at, list) and isinstance(part, int) and part < len(at):
            at = at[part]
        elif position < len(loc) - 1:
            continue
        path.append(str(part))
    return tuple(part for part in path if part != "[key]")


@dataclass(frozen=True)
class Bundle:
    """
    What a call runs on: a flow, every flow it can go to, and every prompt, under one hash.

    Immutable: a call finishes on the bundle it began with.
    """

    start: str
    flows: Mapping[str, Flow]
    prompts: Mapping[str, Prompt]
    published: str = ""
    """The canonical form as it was stored: its hash stays, whatever a later version writes."""

    @cached_property
    def hash(self) -> str:
        """Sixteen hexadecimal digits that name exactly this content."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """Write the canonical form, without what only people and tests need."""
        if self.published:
            return self.published
        flows = {
            name: flow.model_dump(
                mode="json", by_alias=True, exclude_defaults=True, exclude={"scenarios", "layout"}
            )
            for name, flow in self.flows.items()
        }
        prompts = {key: dict(prompt.text) for key, prompt in self.prompts.items()}
        document = {"start": self.start, "flows": flows, "prompts": prompts}
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Bundle":
        """Read the canonical form. Raises ValueError when it is not one."""
        document = json.loads(text)
        flows = {name: Flow.model_validate(flow) for name, flow in document["flows"].items()}
        prompts = {key: Prompt(text) for key, text in document["prompts"].items()}
        return cls(document["start"], flows, prompts, text)


def make_bundle(start: str, flows: Mapping[str, Flow], library: Mapping[str, Prompt]) -> Bundle:
    """Gather a flow and every flow it can go to. Raises BadFlow when one of them is missing."""
    gathered: dict[str, Flow] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in gathered:
            continue
        if name not in flows:
            raise BadFlow([Problem(0, "unknown-flow", f"there is no flow {name!r}")])
        gathered[name] = flows[name]
        waiting.extend(jump.flow for jump in flows[name].jumps())
    return Bundle(start, gathered, dict(library))
