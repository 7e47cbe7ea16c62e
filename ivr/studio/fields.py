"""The form of a step, made from its model: a new type of step needs no page of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from flows.editing import written
from flows.reference import kind
from flows.source import read_source
from flows.step import PROMPT_KEY, SLUG, Step
from ivr.studio.helping import ENGLISH, Told, of_field, of_kind

Kind = Literal["choice", "step", "text", "prompt", "prompts", "routes", "yaml"]
Form = MultiDict[str, str]
STEPS = ("next",)
"""Fields of every type that name a step of the same flow."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what is written now, what may be, and the words of its model for it."""

    name: str
    kind: Kind
    value: Any
    help: Told
    required: bool
    default: str = ""
    choices: Sequence[str] = field(default=())

    @property
    def rows(self) -> Sequence[tuple[str, str]]:
        """The keys and where they lead, with room for one more."""
        return [*self.value.items(), ("", "")] if isinstance(self.value, Mapping) else [("", "")]


class Unreadable(Exception):
    """What was typed into a field cannot be read; the message is the field's name."""


def fields_of(
    step: type[Step], document: Mapping[str, Any], language: str = ENGLISH
) -> Iterator[Field]:
    """Give the type's own fields, in the order of its model, with their help in a language."""
    schema = step.model_json_schema(by_alias=True)
    required = schema.get("required", ())
    for name, one in schema["properties"].items():
        if name not in {"type", "next", "exits"}:
            help_ = _help(
                language, (str(schema["properties"]["type"]["const"]), name), one, schema
            )
            yield _field(name, one, help_, document.get(name), required=name in required)


def read_field(one: Field, form: Form) -> Any:
    """Read what was typed; None: nothing. Raises Unreadable."""
    match one.kind:
        case "prompts":
            return form.get(one.name, "").split() or None
        case "routes":
            return _routes(one.name, form) or None
        case "yaml":
            return _yaml(one.name, form.get(one.name, ""))
        case _:
            return form.get(one.name, "").strip() or None


def _field(name: str, one: Mapping[str, Any], help_: Told, value: Any, *, required: bool) -> Field:
    form = _kind(one)
    choices = ("true", "false") if one.get("type") == "boolean" else tuple(one.get("enum", ()))
    default = one.get("default", "")
    shown = str(default).lower() if isinstance(default, bool) else str(default or "")
    if form == "yaml" and value is not None:
        value = written({name: value})
    return Field(name, form, value, help_, required, shown, choices)


def _help(
    language: str, of: tuple[str, str], one: Mapping[str, Any], schema: Mapping[str, Any]
) -> Told:
    """Say what may be written in a field of a type, and what it is."""
    about = of_field(language, *of, " ".join(one.get("description", "").split()))
    may = of_kind(about.language if about.text else language, kind(one, schema))
    words = ". ".join(part for part in (may, about.text) if part)
    return Told(words, about.language if about.text else language)


def _kind(one: Mapping[str, Any]) -> Kind:
    if "enum" in one or one.get("type") == "boolean":
        return "choice"
    if one.get("type") == "array" and one["items"].get("pattern") == PROMPT_KEY:
        return "prompts"
    inner = one.get("additionalProperties")
    if isinstance(inner, Mapping) and inner.get("pattern") == SLUG:
        return "routes"
    if one.get("type") in {"array", "object"} or "$ref" in one:
        return "yaml"
    return "prompt" if one.get("pattern") == PROMPT_KEY else "text"


def _routes(name: str, form: Form) -> dict[str, str]:
    """Read rows of a key and a step; a row without either is taken away."""
    pairs = zip(form.getlist(f"{name}.key"), form.getlist(f"{name}.to"), strict=False)
    rows = [(key.strip(), to) for key, to in pairs if key.strip() and to]
    place, _, way = form.get("move", "").partition(":")
    if place.isdecimal() and way in {"up", "down"}:
        _swap(rows, int(place), int(place) + (1 if way == "down" else -1))
    return dict(rows)


def _swap(rows: list[tuple[str, str]], one: int, other: int) -> None:
    if 0 <= one < len(rows) and 0 <= other < len(rows):
        rows[one], rows[other] = rows[other], rows[one]


def _yaml(name: str, text: str) -> Any:
    source = read_source(text.replace("\r\n", "\n"))
    document = source.document
    if source.problems or not (document is None or isinstance(document, dict)):
        raise Unreadable(name)
    if document and set(document) != {name}:
        raise Unreadable(name)
    return document[name] if document else None
