"""
A scenario with `always: person` walks every way there is and finds the person one key away.

Without it, only the ways that the other scenarios take have been tried.
"""

from collections.abc import Iterator

from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Look for one."""
    scenarios = subject.flow.scenarios
    if not any(scenario.always for scenario in scenarios):
        message = "no scenario holds on every way: add one with `always: person`"
        yield Found(("scenarios",), message)
