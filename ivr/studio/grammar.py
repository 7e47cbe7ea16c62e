"""What may be written where in a flow file, made from the models, for an editor to complete."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from flows.definition import Flow
from flows.facts import FACTS
from flows.reference import example_of, words_of
from flows.source import read_source
from flows.step import PROMPT_KEY, SLUG, Step
from flows.steps import STEP_TYPES
from ivr.studio.helping import ENGLISH, of_field, of_type

Node = Mapping[str, Any]
"""
A place in the file. `keys`: by name, what may stand there; `each`: what any other key leads to,
`named` where such keys come from; `list`: its items; `types`: by step type, its definition;
`values`: the words that it can be; `from`: where they come from (`steps` of the file, `prompts`,
`flows`, `jump`: steps of the flow that is gone to, `facts`, `fact`: words of the fact beside
it); `ref`: a definition; `any`: one of several.
"""
NAMES = {"name", "vars", "into", "values"}
"""Names that are new, or of something else than a step."""
OWN: Mapping[tuple[str, str], Node] = {
    ("Goto", "flow"): {"from": "flows"},
    ("Goto", "step"): {"from": "jump"},
    ("Test", "fact"): {"from": "facts"},
    ("Test", "is"): {"from": "fact"},
    ("Test", "in"): {"list": {"from": "fact"}},
    ("Beat", "hears"): {"list": {"from": "prompts"}},
    ("Menu", "keys"): {"each": {"from": "steps"}, "named": list("1234567")},
}
TRUTH = ["true", "false"]


@lru_cache(maxsize=8)
def grammar(language: str = ENGLISH) -> Node:
    """
    Give the places of a flow file: `root`, the definitions it refers to, and the facts.

    `info` says what something is, in the language if that is translated.
    """
    schema = Flow.model_json_schema(by_alias=True)
    places = {name: _model(name, one) for name, one in schema["$defs"].items()}
    for type_, step in STEP_TYPES.items():
        keys = _keys(step, places[step.__name__]["keys"])
        info = of_type(language, type_, " ".join(words_of(step).split())).text
        told = {name: _told(language, (type_, name), one) for name, one in keys.items()}
        places[step.__name__] = {"keys": told, "info": info}
    root = _model("Flow", schema)
    root["keys"]["prompts"] = {**root["keys"]["prompts"], "named": "prompts"}
    return {"root": root, "places": places, "facts": facts()}


def facts() -> Mapping[str, list[str]]:
    """Give the facts, and the words that each can be."""
    return {
        name: TRUTH if fact.kind == "truth" else list(fact.choices) for name, fact in FACTS.items()
    }


def names(prompts: Iterable[str], flows: Mapping[str, Flow]) -> Node:
    """Give what is named in other files: sentences, and the steps of each flow."""
    return {
        "prompts": sorted(prompts),
        "flows": {name: list(flow.steps) for name, flow in sorted(flows.items())},
    }


def _keys(step: type[Step], keys: Mapping[str, Node]) -> Mapping[str, Node]:
    """Name the exits that a type has; some types never leave by `next`."""
    example = step.model_validate(read_source(example_of(step)).document)
    exits = {"each": {"from": "steps"}, "named": sorted(step.outcomes)}
    found = {name: one for name, one in keys.items() if name not in {"next", "exits"}}
    found |= {"next": keys["next"]} if example.leads_on else {}
    return found | ({"exits": exits} if step.outcomes else {})


def _told(language: str, of: tuple[str, str], place: Node) -> Node:
    info = of_field(language, *of, place.get("info", "")).text
    return {**place, "info": info} if info else place


def _model(model: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    keys = {name: _field(model, name, one) for name, one in schema["properties"].items()}
    return {"keys": keys}


def _field(model: str, name: str, schema: Mapping[str, Any]) -> Node:
    place = OWN.get((model, name)) or ({} if name in NAMES else _place(schema))
    info = " ".join(schema.get("description", "").split())
    return {**place, **({"info": info} if info else {})}


def _place(schema: Mapping[str, Any]) -> Node:
    """Say what may stand where a JSON schema describes it."""
    if "$ref" in schema:
        return {"ref": schema["$ref"].rpartition("/")[2]}
    if "discriminator" in schema:
        mapping = schema["discriminator"]["mapping"]
        return {"types": {name: ref.rpartition("/")[2] for name, ref in mapping.items()}}
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return {"any": [found for one in schema[several] if (found := _place(one))]}
    if "items" in schema:
        return {"list": _place(schema["items"])}
    return _map(schema) if schema.get("type") == "object" else _word(schema)


def _map(schema: Mapping[str, Any]) -> Node:
    inner = next(iter(schema.get("patternProperties", {}).values()), None)
    inner = inner or schema.get("additionalProperties")
    named = schema.get("propertyNames", {}).get("enum")
    place = _place(inner) if isinstance(inner, Mapping) else {}
    return {"each": place, **({"named": named} if named else {})}


def _word(schema: Mapping[str, Any]) -> Node:
    if schema.get("type") == "boolean":
        return {"values": TRUTH}
    if "enum" in schema:
        return {"values": schema["enum"]}
    if schema.get("const"):
        return {"values": [schema["const"]]}
    return {SLUG: {"from": "steps"}, PROMPT_KEY: {"from": "prompts"}}.get(
        schema.get("pattern", ""), {}
    )
