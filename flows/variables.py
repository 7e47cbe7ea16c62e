"""Where a flow keeps, says and compares its variables."""

from collections.abc import Iterator

from flows.source import Path
from flows.speech import placeholders
from flows.subject import Subject


def variables_used(subject: Subject) -> Iterator[tuple[str, Path]]:
    """Give every use of a variable: its name, and where it is written."""
    for saying in subject.sayings():
        for name in _variables(placeholders(saying.text)):
            yield name, saying.path
    for step, model in subject.flow.steps.items():
        for name in model.keeps():
            yield name, subject.path_to(("steps", step), name)
        for fact in _variables([test.fact for test in model.tests()]):
            yield fact, subject.path_to(("steps", step), f"vars.{fact}")


def _variables(names: list[str]) -> Iterator[str]:
    yield from (name.removeprefix("vars.") for name in names if name.startswith("vars."))
