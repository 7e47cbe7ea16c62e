"""From every step the call must be able to come to a person, an end or another flow."""

from collections.abc import Iterator

from flows.step import Step
from flows.steps.human import Human
from flows.subject import Found, Subject
from flows.ways import leads_away, reached, ways


def find(subject: Subject) -> Iterator[Found]:
    """Walk on from every step."""
    flow = subject.flow
    for name in flow.steps:
        there = reached(flow, [name], lambda _, step: ways(flow, step))
        if not any(_is_an_end(flow.steps[step]) for step in there):
            message = f"{name} never comes to a person or an end: lead a way out"
            yield Found(("steps", name), message)


def _is_an_end(step: Step) -> bool:
    return isinstance(step, Human) or leads_away(step)
