"""When nobody is there: why, and when somebody will be."""

from datetime import datetime

from flows.speech import NAMED_HOLIDAYS, Holiday, Moment, SlotValue
from flows.step import Visit
from flows.world import Opening

SENTENCES = {
    "hours": "hours.closed.next",
    "weekend": "hours.closed.weekend",
    "holiday": "hours.closed.holiday",
    "eve": "hours.closed.exception",
    "exception": "hours.closed.exception",
}


def say_closed(visit: Visit, opening: Opening) -> None:
    """Say it in one sentence and the time in another; without a time, only that we are closed."""
    if opening.opens_at is None:
        visit.say("hours.closed.unknown")
        return
    key = SENTENCES.get(opening.why, "hours.closed.next")
    if key == "hours.closed.holiday" and opening.holiday not in NAMED_HOLIDAYS:
        key = "hours.closed.exception"
    visit.say(key, _values(visit, opening.opens_at, opening.holiday))


def _values(visit: Visit, opens_at: datetime, holiday: str) -> dict[str, SlotValue]:
    values: dict[str, SlotValue] = {"T": Moment(opens_at, visit.world.now)}
    if holiday in NAMED_HOLIDAYS:
        values["holiday"] = Holiday(holiday)
    return values
