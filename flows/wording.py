"""Which sentence says a notice, and its values. The last guard against promising the past."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from flows.asks import Notice
from flows.speech import Later, Moment, Place, SlotValue
from flows.speech.length import is_long
from flows.speech.when import HELSINKI, is_ahead

DELIVERY = {"newspaper", "mail"}

WORDED = {"electricity", "telecom", "water", "heat"} | DELIVERY
"""Services with words of their own; every other is a "supply disruption"."""

WATER_ORDERS = {"boil", "do_not_drink", "lifted"}

WITHOUT_TIME = {
    "eta": "no_eta",
    "partial_eta": "partial_none",
    "reopened_eta": "reopened_none",
    "several_eta": "several_none",
    "several_mixed": "several_none",
    "major_eta": "major_none",
    "planned_now": "no_eta",
    "next_day": "not_today",
    "overdue": "no_eta",
    "stale": "no_eta",
}
"""States that speak of a time, and what is said instead when there is none."""

PASSED = {
    "eta": "overdue",
    "partial_eta": "partial_none",
    "reopened_eta": "overdue",
    "several_eta": "several_none",
    "several_mixed": "several_none",
    "major_eta": "major_none",
    "planned_now": "planned_overdue",
    "next_day": "overdue",
}
"""States whose time must be ahead, and what is said instead when it has passed."""

TIMELESS = {
    "no_eta",
    "withdrawn",
    "partial_none",
    "restored",
    "reopened_none",
    "several_none",
    "major_none",
    "planned_overdue",
    "continues",
    "not_today",
}

DELIVERY_STATES = {
    "partial_none": "no_eta",
    "reopened_eta": "eta",
    "reopened_none": "no_eta",
    "several_eta": "eta",
    "several_mixed": "eta",
    "several_none": "no_eta",
    "major_eta": "eta",
    "planned_now": "eta",
    "planned_overdue": "overdue",
    "planned_coming_no_end": "planned_coming",
}
"""Newspapers and mail have fewer states: what stands for the others."""

OUTAGE_STATES = {"next_day": "eta", "not_today": "no_eta"}
"""And what stands for theirs elsewhere."""


def wording(
    notice: Notice, place: Place, now: datetime
) -> tuple[str, dict[str, SlotValue]] | None:
    """
    The prompt's key and its values, or None when nothing is to be said of this notice.

    A time that is missing or has passed turns the state into the one that is true now. A state
    that is not known is told as a fault without an estimate.
    """
    service = _service(notice)
    if service == "water_quality":
        return f"notice.{service}.{notice.state}", _places(place)
    states = DELIVERY_STATES if service in DELIVERY else OUTAGE_STATES
    started = _known(_started(notice, now), states)
    told = _timed(started, now)
    if told is None or (service in DELIVERY and told.state == "planned_cancelled"):
        return None
    told = _known(told, states)
    if service in DELIVERY:
        told = _by_day(told, now)
    return f"notice.{service}.{told.state}", _values(told, place, now)


def _service(notice: Notice) -> str:
    if notice.state in WATER_ORDERS:
        return "water_quality"
    return notice.service if notice.service in WORDED else "general"


def _started(notice: Notice, now: datetime) -> Notice:
    """Planned work whose start has passed is going on until its end."""
    if notice.state != "planned_coming" or not notice.at or is_ahead(notice.at, now):
        return notice
    return replace(notice, state="planned_now", at=notice.until, until=None)


def _timed(notice: Notice, now: datetime) -> Notice | None:
    match notice.state:
        case "planned_coming":
            return _coming(notice)
        case "planned_cancelled":
            return notice if notice.at and is_ahead(notice.at, now) else None
        case state if state in WITHOUT_TIME:
            return _with_time(notice, now)
        case state:
            return notice if state in TIMELESS else replace(notice, state="no_eta")


def _coming(notice: Notice) -> Notice | None:
    if notice.at is None:
        return None
    ends = notice.until is not None and is_ahead(notice.until, notice.at)
    return notice if ends else replace(notice, state="planned_coming_no_end", until=None)


def _with_time(notice: Notice, now: datetime) -> Notice:
    if notice.at is None:
        return replace(notice, state=WITHOUT_TIME[notice.state])
    if not is_ahead(notice.at, now):
        return replace(notice, state=PASSED.get(notice.state, notice.state))
    if notice.state == "stale":
        return replace(notice, at=now)
    return replace(notice, state="eta") if notice.state == "overdue" else notice


def _known(notice: Notice, states: Mapping[str, str]) -> Notice:
    state = states.get(notice.state, notice.state)
    return notice if state == notice.state else replace(notice, state=state)


def _by_day(notice: Notice, now: datetime) -> Notice:
    """What comes on a later day is not only late: it does not come today."""
    if notice.at is None or notice.state not in {"eta", "next_day"}:
        return notice
    ends = notice.at - timedelta(microseconds=1)
    today = ends.astimezone(HELSINKI).date() <= now.astimezone(HELSINKI).date()
    return replace(notice, state="eta" if today else "next_day")


def _values(notice: Notice, place: Place, now: datetime) -> dict[str, SlotValue]:
    if notice.at is None:
        return _places(place)
    moment = Moment(notice.at, now, day_only=_day_only(notice))
    values = _places(place, short=notice.state == "eta" and is_long(moment))
    values |= {"T": moment, "T1": moment}
    if notice.until is not None:
        values["T2"] = Later(notice.until, notice.at, now)
    return values


def _day_only(notice: Notice) -> bool:
    """Of a paper that is going to be late, the start of the delay is known, not its hour."""
    late_later = notice.service == "newspaper" and notice.state == "planned_coming"
    return notice.service == "mail" or late_later


def _places(place: Place, *, short: bool = False) -> dict[str, SlotValue]:
    opening = place if place.short == short else replace(place, short=short)
    return {"O": opening, "A": place, "B": place}
