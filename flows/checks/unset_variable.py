"""
A prompt can only say what has been kept before.

On every way from the start to a prompt with {vars.NAME}, an ask or a set keeps NAME first.
"""

from collections.abc import Iterator

from flows.definition import Flow
from flows.speech import placeholders
from flows.step import Step
from flows.subject import Found, Subject
from flows.ways import Way, is_continuation, reached, ways


def find(subject: Subject) -> Iterator[Found]:
    """For each variable, walk from the start past everything that does not keep it."""
    flow = subject.flow
    if is_continuation(flow, subject.flows):
        return
    for variable in flow.vars:
        early = _early(flow, variable)
        for choice in subject.choices():
            if choice.step in early and _says(subject, choice.key, variable):
                message = f"{choice.key} may say {variable!r} before anything is kept in it"
                yield Found(choice.path, f"{message}: ask for it or set it first")


def _early(flow: Flow, variable: str) -> set[str]:
    return set(reached(flow, [flow.start], lambda _, step: _without(flow, step, variable)))


def _without(flow: Flow, step: Step, variable: str) -> list[Way]:
    kept = variable in step.keeps()
    return [way for way in ways(flow, step) if not (kept and way.name == "next")]


def _says(subject: Subject, key: str, variable: str) -> bool:
    prompt = subject.prompt(key)
    texts = prompt.text.values() if prompt else ()
    return any(f"vars.{variable}" in placeholders(text) for text in texts)
