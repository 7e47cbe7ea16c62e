"""The reference of the flow language, made from the code: step types, facts and checks."""

from collections.abc import Iterator, Mapping
from textwrap import dedent
from typing import Any

from flows.checks import CHECKS
from flows.facts import FACTS
from flows.step import PROMPT_KEY, SLUG, Step
from flows.steps import STEP_TYPES
from flows.steps.human import Human

MARK = "<!-- From here on made from the code, by: linja flow reference docs/flows.md -->"

Schema = Mapping[str, Any]

EVERYBODYS = ("type", "next", "exits")
"""Fields that need no row of their own."""

PATTERNS = {SLUG: "a name", PROMPT_KEY: "a prompt"}
PLAIN = {"string": "text", "integer": "a number", "boolean": "true or false"}
PLACES = {"next": "`next`", "human": "the person"}
KINDS = {"truth": "true or false", "number": "a number", "word": "a word", "words": "words"}


def reference() -> str:
    """Write it as Markdown, from the heading of the step types to the end of the checks."""
    parts = [
        "## Reference: step types",
        *(_step(name, STEP_TYPES[name]) for name in sorted(STEP_TYPES)),
        "## Reference: facts",
        "\n".join(_facts()),
        "## Reference: checks",
        "\n".join(_checks()),
    ]
    return "\n\n".join(parts) + "\n"


def with_reference(guide: str) -> str:
    """Renew what follows the mark in a guide; put both at its end when there is no mark."""
    written = guide.partition(MARK)[0].rstrip()
    return f"{written}\n\n{MARK}\n\n{reference()}"


def _step(name: str, step: type[Step]) -> str:
    words, example = _parted(dedent(step.__doc__ or "").strip())
    parts = [f"### {name}", words, f"```yaml\n{example}\n```", "\n".join(_fields(step))]
    if step.outcomes:
        parts.append("\n".join(_exits(step)))
    return "\n\n".join(part for part in parts if part)


def example_of(step: type[Step]) -> str:
    """Give the working example of a step type, as it is written in a flow."""
    return _parted(dedent(step.__doc__ or "").strip())[1]


def words_of(step: type[Step]) -> str:
    """Say what a step type does."""
    return _parted(dedent(step.__doc__ or "").strip())[0]


def _parted(docstring: str) -> tuple[str, str]:
    """Part what is said from the indented example at its end."""
    words, _, example = docstring.partition("\n\n    ")
    return words, dedent(f"    {example}").strip()


def _fields(step: type[Step]) -> Iterator[str]:
    schema = step.model_json_schema(by_alias=True)
    own = {n: f for n, f in schema["properties"].items() if n not in EVERYBODYS}
    if own:
        yield "| field | what it is | if left out |"
        yield "|---|---|---|"
    for name, field in own.items():
        meaning = ". ".join([kind(field, schema), *_more(field)])
        yield f"| `{name}` | {meaning} | {_left_out(field)} |"


def _more(field: Schema) -> Iterator[str]:
    if "description" in field:
        yield " ".join(field["description"].split())


def _left_out(field: Schema) -> str:
    if "default" not in field:
        return "must be given"
    default = field["default"]
    shown = str(default).lower() if isinstance(default, bool) else default
    return f"`{shown}`" if shown not in ("", [], {}) else "nothing"


def kind(field: Schema, schema: Schema) -> str:
    """Say in words what may be written, from a JSON schema."""
    if "$ref" in field:
        field = schema["$defs"][field["$ref"].rpartition("/")[2]]
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        return kind(field["anyOf"][0], schema)
    if field.get("type") == "array":
        return f"a list of: {kind(field['items'], schema)}"
    if field.get("type") == "object":
        return _map(field, schema)
    return _plain(field)


def _plain(field: Schema) -> str:
    if "minimum" in field and "maximum" in field:
        return f"{field['minimum']} to {field['maximum']}"
    return PATTERNS.get(field.get("pattern", ""), PLAIN.get(field.get("type", ""), "anything"))


def _map(field: Schema, schema: Schema) -> str:
    if "properties" in field:
        return f"a map of {', '.join(f'`{name}`' for name in field['properties'])}"
    inner = next(iter(field.get("patternProperties", {}).values()), None)
    inner = inner or field.get("additionalProperties")
    return f"a map to: {kind(inner, schema)}" if isinstance(inner, Mapping) else "a map"


def _exits(step: type[Step]) -> Iterator[str]:
    yield "| exit | if not wired |"
    yield "|---|---|"
    for name, leads in step.outcomes.items():
        to = "as said above" if step is Human else PLACES[leads]
        yield f"| `{name}` | {to} |"


def _facts() -> Iterator[str]:
    yield "| fact | what it is |"
    yield "|---|---|"
    for name, fact in FACTS.items():
        choices = ", ".join(f"`{choice}`" for choice in fact.choices)
        yield f"| `{name}` | {KINDS[fact.kind]}{f': {choices}' if choices else ''} |"
    yield "| `vars.NAME` | what the flow keeps under that name |"


def _checks() -> Iterator[str]:
    yield "| id | severity | rule |"
    yield "|---|---|---|"
    for name, check in CHECKS.items():
        rule = " ".join(check.rule.split()).replace("|", r"\|")
        yield f"| `{name}` | {check.severity} | {rule} |"
