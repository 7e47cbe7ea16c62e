"""
Everything that can be wrong with a flow. A new file here is a new check.

A check is a function `find`; its id is the name of the file, its rule the text at the top of
the file, its severity `error` unless the file says otherwise.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from flows.definition import Flow, Reading
from flows.problems import Problem
from flows.prompts import Prompt
from flows.subject import Found, Subject


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, in words for an administrator, and how it is looked for."""

    id: str
    rule: str
    severity: Literal["error", "warning"]
    find: Callable[[Subject], Iterable[Found]]
    last: bool
    """Only a flow without other errors can be looked at in this way."""


def _load(name: str) -> Check:
    module = importlib.import_module(f"{__name__}.{name}")
    return Check(
        id=name.replace("_", "-"),
        rule=(module.__doc__ or "").strip(),
        severity=getattr(module, "SEVERITY", "error"),
        find=module.find,
        last=getattr(module, "LAST", False),
    )


CHECKS = {check.id: check for check in (_load(m.name) for m in pkgutil.iter_modules(__path__))}


def check(
    reading: Reading,
    flows: Mapping[str, Flow],
    library: Mapping[str, Prompt],
    *,
    last: bool = True,
) -> list[Problem]:
    """
    Find everything that is wrong with a flow that was read, by line.

    `flows` are all flows that are known, so that `goto` can be followed; the flow itself need
    not be among them. A file without a readable shape has only the problems of its shape.
    `last`: also what only a flow without errors can be asked, such as its scenarios; it is slow.
    """
    if reading.flow is None:
        return reading.problems
    known = {**flows, reading.flow.name: reading.flow}
    subject = Subject(reading.flow, reading.source, known, library)
    found = [problem for one in CHECKS.values() if not one.last for problem in _run(one, subject)]
    if last and not any(problem.severity == "error" for problem in found):
        found += [problem for one in CHECKS.values() if one.last for problem in _run(one, subject)]
    return sorted(found)


def _run(one: Check, subject: Subject) -> list[Problem]:
    return [
        Problem(
            line=subject.source.line_of(found.path),
            id=one.id,
            message=found.message,
            step=found.path[1] if found.path[0] == "steps" and len(found.path) > 1 else "",
            language=found.language,
            severity=one.severity,
        )
        for found in one.find(subject)
    ]
