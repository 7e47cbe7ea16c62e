"""When a callback may ring: somebody is there for it, and it is not quiet time."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from ivr.callbacks.records import Callback
from ivr.clock import HELSINKI
from routing.callback_times import is_open_throughout, times_offered
from routing.configuration import Configuration
from routing.hours import Window
from routing.lines import Line
from routing.next_opening import allowed_until
from routing.retry import due_at
from routing.staffing import staffed
from routing.wall_time import Span

UNKNOWN_FOR = timedelta(days=7)
"""How long to wait before looking again for a line that does not open in two months."""


def next_ring(
    configuration: Configuration, line: Line, topic: str, language: str, after: datetime
) -> datetime:
    """
    Return the first instant, not before `after`, at which we may ring.

    An urgent line has no quiet time: who asks it for a callback at night means tonight.
    """
    opens = partial(staffed, configuration, line, topic, language)
    return due_at(opens, _quiet(configuration, line), after) or after + UNKNOWN_FOR


def next_rings(
    configuration: Configuration, callback: Callback, after: datetime, many: int = 3
) -> list[datetime]:
    """Return the first instant at which it may be rung, and when it may be after each break."""
    line = configuration.lines.get(callback.line)
    if line is None:
        return []
    about = (configuration, line, callback.topic, callback.language)
    found: list[datetime] = []
    at = next_ring(*about, after)
    while len(found) < many:
        found.append(at)
        at = next_ring(*about, ring_until(*about, at))
    return found


def ring_until(
    configuration: Configuration, line: Line, topic: str, language: str, at: datetime
) -> datetime:
    """Return when ringing that is allowed at `at` must stop, the end of the day at the latest."""
    opens = partial(staffed, configuration, line, topic, language)
    midnight = datetime.combine(
        at.astimezone(HELSINKI).date() + timedelta(days=1), time(), HELSINKI
    ).astimezone(UTC)
    return min(allowed_until(opens, _quiet(configuration, line), at) or midnight, midnight)


def times_to_choose(
    configuration: Configuration, callback: Callback, now: datetime
) -> tuple[Span, ...]:
    """Return the times that its caller may choose to be rung at."""
    line = configuration.lines.get(callback.line)
    if line is None:
        return ()
    opens = partial(staffed, configuration, line, callback.topic, callback.language)
    return times_offered(opens, _quiet(configuration, line), now)


def is_possible(configuration: Configuration, callback: Callback, span: Span) -> bool:
    """Is somebody there for it through all of this?"""
    line = configuration.lines.get(callback.line)
    if line is None:
        return False
    opens = partial(staffed, configuration, line, callback.topic, callback.language)
    return is_open_throughout(opens, _quiet(configuration, line), span)


def _quiet(configuration: Configuration, line: Line) -> Window | None:
    return None if line.urgent else configuration.callbacks.quiet


def due_after(configuration: Configuration, callback: Callback, after: datetime) -> datetime:
    """Return when to ring at the earliest; for a line that is gone, just the time given."""
    line = configuration.lines.get(callback.line)
    if line is None:
        return after
    return next_ring(configuration, line, callback.topic, callback.language, after)
