"""The form of a line or a team, made from its model: a new field needs nothing but its words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel
from werkzeug.datastructures import MultiDict

Kind = Literal["text", "choice", "flag", "list", "ticks", "texts", "pairs"]
Form = MultiDict[str, str]
Choices = Mapping[str, Sequence[str]]
LANGUAGES = ("fi", "sv", "en")
TICKED = frozenset({"services", "lines", "overflow.teams"})
WINDOWS = frozenset({"quiet"})
"""Written as one text, whatever the model makes of it."""
PAIRS = frozenset({"caps.prefixes_an_hour", "caps.euros_a_minute"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `name` has a dot where it belongs to another. `value` fits its `kind`."""

    name: str
    kind: Kind
    value: Any
    required: bool
    choices: Sequence[str] = ()
    default: str = ""

    @property
    def word(self) -> str:
        """What its words are called by."""
        return self.name.replace(".", "_")


def fields_of(model: type[BaseModel], written: Any, choices: Choices) -> list[Field]:
    """Give its fields in the order of the model; `choices` are what a field may name."""
    given = written if isinstance(written, Mapping) else {}
    schema = model.model_json_schema(by_alias=True)
    return list(_fields(schema, schema.get("$defs", {}), given, choices, ""))


def read_fields(fields: Sequence[Field], form: Form) -> dict[str, Any]:
    """Write what was filled in as it stands in the configuration; what is empty is left out."""
    document: dict[str, Any] = {}
    for one in fields:
        value = _read(one, form)
        if value:
            group, _, name = one.name.rpartition(".")
            into = document.setdefault(group, {}) if group else document
            into[name] = value
    return document


def field_at(fields: Sequence[Field], path: Sequence[str | int]) -> Iterator[str]:
    """Name the field that a problem stands at; `path` begins below the entry's key."""
    names = [str(part) for part in path if isinstance(part, str)]
    for found in (".".join(names[:2]), ".".join(names[:1])):
        held = [
            one.name for one in fields if one.name == found or one.name.startswith(f"{found}.")
        ]
        if found and held:
            yield held[0]
            return


def _fields(
    schema: Mapping[str, Any],
    defined: Mapping[str, Any],
    given: Mapping[str, Any],
    choices: Choices,
    under: str,
) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, said in schema["properties"].items():
        one = _of_value(said, defined)
        if name == "@key":
            continue
        if "properties" in one and name not in WINDOWS:
            inner = given.get(name)
            kept = inner if isinstance(inner, Mapping) else {}
            yield from _fields(one, defined, kept, choices, f"{name}.")
        else:
            needed = name in required and not under
            yield _field(under + name, one, given.get(name), choices, required=needed)


def _of_value(said: Mapping[str, Any], defined: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look through `or null` and references; the default stays beside."""
    ways = [way for way in said.get("anyOf", ()) if way.get("type") != "null"]
    one = {**said, **ways[0]} if ways else said
    named = one.get("$ref", "").rpartition("/")[2]
    return defined[named] if named else one


def _field(
    name: str, one: Mapping[str, Any], value: Any, choices: Choices, *, required: bool
) -> Field:
    kind = _kind(name, one, choices)
    may = choices.get(name) or one.get("enum") or one.get("items", {}).get("enum") or ()
    default = one.get("default")
    shown = f"{default:g}" if isinstance(default, int | float) else default
    shown = shown if isinstance(shown, str) and kind != "flag" else ""
    return Field(name, kind, _value(kind, value), required, tuple(may), shown)


def _kind(name: str, one: Mapping[str, Any], choices: Choices) -> Kind:
    if one.get("type") == "boolean":
        return "flag"
    if one.get("type") == "array":
        return "ticks" if name in TICKED else "list"
    if name in PAIRS:
        return "pairs"
    if one.get("type") == "object" and name not in WINDOWS:
        return "texts"
    return "choice" if "enum" in one or name in choices else "text"


def _value(kind: Kind, value: Any) -> Any:
    match kind:
        case "list":
            return ", ".join(_listed(value))
        case "ticks":
            return _listed(value)
        case "pairs":
            return ", ".join(f"{name}: {one}" for name, one in dict(value or {}).items())
        case "texts":
            return dict(value) if isinstance(value, Mapping) else {}
        case "flag":
            return str(value).lower() == "true"
        case _:
            return "" if value is None else str(value)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or ()]


def _read(one: Field, form: Form) -> Any:
    match one.kind:
        case "list":
            return _parts(form.get(one.name, ""))
        case "pairs":
            pairs = (part.partition(":") for part in _parts(form.get(one.name, "")))
            return {name: said for name, _, said in pairs}
        case "ticks":
            return [text for text in form.getlist(one.name) if text]
        case "texts":
            said = {of: form.get(f"{one.name}.{of}", "").strip() for of in LANGUAGES}
            return {of: text for of, text in said.items() if text}
        case "flag":
            return "true" if form.get(one.name) else ""
        case _:
            return form.get(one.name, "").strip()


def _parts(text: str) -> list[str]:
    return ["".join(part.split()) for part in re.split(r"[,;\n]", text) if part.strip()]
