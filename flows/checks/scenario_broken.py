"""
A scenario is a promise: a call that goes another way breaks it, and keeps the flow from callers.

Scenarios are tried only when nothing else is wrong.
"""

from collections.abc import Iterator

from flows.definition import make_bundle
from flows.rehearsal import rehearse
from flows.subject import Found, Subject

LAST = True


def find(subject: Subject) -> Iterator[Found]:
    """Try every scenario."""
    flow = subject.flow
    bundle = make_bundle(flow.name, subject.flows, subject.library)
    for number, scenario in enumerate(flow.scenarios):
        failure = rehearse(bundle, scenario)
        if failure is not None:
            beat = ("call", str(failure.beat - 1)) if failure.beat else ()
            yield Found(("scenarios", str(number), *beat), str(failure))
