"""A person's word on an outage. It wins over its source until a person ends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from outage_feed.outage import Outage, Status


@dataclass(frozen=True, slots=True)
class Correction:
    """
    What is not given stays as the source says it.

    `estimated` tells that the estimate is given, even where it is None: there is none then.
    `silent`: it is not heard at all. `reason` is for people.
    """

    by: str
    at: datetime
    estimated: bool = False
    estimate: datetime | None = None
    status: Status | None = None
    messages: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    reason: str = ""


def corrected(outage: Outage, correction: Correction) -> Outage:
    """Put the person's word in place of the source's."""
    changed = replace(outage, messages=correction.messages or outage.messages)
    if correction.estimated:
        changed = replace(changed, estimated_restoration=correction.estimate)
    if correction.status:  # said by the person, and at their time: the source's end is not theirs
        said = correction.status
        changed = replace(changed, status=said, updated_at=correction.at, ends_at=None)
    return changed
