"""What is new to somebody who calls again about the same fault, so that it is said shortly."""

from datetime import datetime

from flows.asks import HeardBefore
from flows.speech.when import HELSINKI, is_ahead

DELIVERY = {"newspaper", "mail"}
KINDS = {
    "eta": "one",
    "no_eta": "one",
    "withdrawn": "one",
    "overdue": "one",
    "next_day": "one",
    "not_today": "one",
    "partial_eta": "partial",
    "partial_none": "partial",
    "reopened_eta": "reopened",
    "reopened_none": "reopened",
    "several_eta": "several",
    "several_none": "several",
    "major_eta": "major",
    "major_none": "major",
}
"""Faults that go on, by what makes them another kind of news; all else is always read whole."""
WITH_TIME = {"eta", "next_day", "partial_eta", "reopened_eta", "several_eta", "major_eta"}
ROWS = ("later", "earlier", "unchanged", "first", "still_none", "withdrawn", "overdue")
CHANGED = (
    *(f"changed.repair.{row}" for row in ROWS),
    *(f"changed.delivery.{row}" for row in ROWS if row != "overdue"),
)
"""Every prompt that this module names."""


def what_changed(
    before: HeardBefore | None, key: str, at: datetime | None, now: datetime
) -> str | None:
    """
    Name the prompt that tells it after `continues`; None: the notice is read whole.

    `key` is that of the notice's prompt, `at` the time in it. What has become another kind of
    news since (repaired, back again, several, a storm) is read whole.
    """
    _, service, state = key.split(".")
    if before is None or not _same_kind(before.state, state):
        return None
    timed = before.at if before.state in WITH_TIME | {"overdue"} else None
    if state in WITH_TIME and at is not None:
        row: str | None = _moved(timed, at, by_day=service == "mail") if timed else "first"
    else:
        row = _without_time(timed, state, now)
    chosen = f"changed.{'delivery' if service in DELIVERY else 'repair'}.{row}"
    return chosen if chosen in CHANGED else None


def _same_kind(before: str, state: str) -> bool:
    was, now = KINDS.get(before), KINDS.get(state)
    return now is not None and (was == now or (was, now) == ("reopened", "one"))


def _moved(told: datetime, at: datetime, *, by_day: bool) -> str:
    if by_day and told.astimezone(HELSINKI).date() == at.astimezone(HELSINKI).date():
        return "unchanged"
    if is_ahead(at, told):
        return "later"
    return "earlier" if is_ahead(told, at) else "unchanged"


def _without_time(told: datetime | None, state: str, now: datetime) -> str | None:
    """A time that is silent because its source is late has not been taken back."""
    if told is None:
        return None if state == "overdue" else "still_none"
    if not is_ahead(told, now):
        return "overdue"
    return "withdrawn" if state == "withdrawn" else None
