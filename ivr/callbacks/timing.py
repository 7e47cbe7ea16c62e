"""When a callback may ring: somebody is there for it, and it is not quiet time."""

from datetime import datetime, timedelta

from ivr.callbacks.records import Callback
from routing.configuration import Configuration
from routing.lines import Line
from routing.opening import Opening
from routing.retry import due_at
from routing.staffing import staffed

UNKNOWN_FOR = timedelta(days=7)
"""How long to wait before looking again for a line that does not open in two months."""


def next_ring(
    configuration: Configuration, line: Line, topic: str, language: str, after: datetime
) -> datetime:
    """
    Return the first instant, not before `after`, at which we may ring.

    An urgent line has no quiet time: who asks it for a callback at night means tonight.
    """

    def opens(at: datetime) -> Opening:
        return staffed(configuration, line, topic, language, at)

    quiet = None if line.urgent else configuration.callbacks.quiet
    return due_at(opens, quiet, after) or after + UNKNOWN_FOR


def due_after(configuration: Configuration, callback: Callback, after: datetime) -> datetime:
    """Return when to ring at the earliest; for a line that is gone, just the time given."""
    line = configuration.lines.get(callback.line)
    if line is None:
        return after
    return next_ring(configuration, line, callback.topic, callback.language, after)
