"""Every failure of the outside world, and whether a caller still comes to a person in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.definition import Bundle
from flows.rehearsal import rehearse
from flows.scenario import GivenCaller, GivenClosed

FAILURES: Mapping[str, Mapping[str, Any]] = {
    "outages": {"lookups": "failed"},
    "nobody": {"telephones": 0},
    "database": {"lookups": "failed", "keeping": "failed", "queue": "failed", "telephones": 0},
    "unknown": {"keeping": "unknown"},
    "queue": {"queue": "failed"},
    "hours": {"closed": GivenClosed(why="unknown"), "keeping": "failed"},
    "caller": {"caller": GivenCaller(withheld=True, customers=0)},
}
"""Their words are those of `studio.failure`; each is what a scenario's world can be."""


def failing(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Name the failures in which the flow's promise of a person breaks, and how."""
    flow = bundle.flows[bundle.start]
    promise = next((one for one in flow.scenarios if one.always and not one.closed), None)
    if promise is None:
        return
    for name, world in FAILURES.items():
        failure = rehearse(bundle, promise.model_copy(update=dict(world)))
        if failure:
            yield name, failure.message
