"""Outages as people see them: what callers may hear, and what was done to each."""

from datetime import datetime
from typing import Any

from ivr.clock import HELSINKI
from ivr.feeds.corrections import change_json
from ivr.feeds.report import iso, more_json, outage_json
from outage_feed.correction import Correction
from outage_feed.outage import MANUAL, Given, Outage
from outage_feed.record import Record
from outage_feed.summary import heard_until


def record_json(record: Record) -> dict[str, Any]:
    """The fields of the push, and beside them only what there is to say of it."""
    outage, said = record.outage, record.correction
    more = {
        "superseded_by": list(record.superseded_by),
        "closed_since": iso(record.closed_as_of),
        "held_since": iso(record.held_as_of),
        "missing_since": iso(record.missing_as_of),
        "back_from": iso(record.back_from),
        "waiting": list(record.waiting),
        "correction": {"by": said.by, "at": iso(said.at), **change_json(said)} if said else None,
    }
    there = {name: value for name, value in more.items() if value}
    return outage_json(outage) | more_json(outage) | there


def may_be_heard(record: Record, now: datetime) -> bool:
    """Is it for callers, or for a person to look at, at this time?"""
    until = heard_until(record.told)
    return until is None or until > now


def line_of(record: Record, now: datetime) -> str:
    """One outage in one line."""
    outage, told = record.outage, record.told
    parts = [
        f"{outage.source}/{outage.id}",
        outage.service,
        "planned" if outage.planned else "unplanned",
        told.status_at(now),
        f"estimate {_clock(told.estimated_restoration)}",
        ", ".join(map(_area, outage.areas)) or "no area",
        *_remarks(record, outage),
    ]
    return "  ".join(parts)


def count_line(records: list[Record]) -> str:
    """Say how many areas nobody hears of, empty when there are none."""
    lost = sum(len(record.outage.unmatched) for record in records)
    nowhere = sum(not record.outage.postcodes for record in records)
    if not lost and not nowhere:
        return ""
    return f"Areas that cover no postcode: {lost}. Outages that are heard nowhere: {nowhere}."


def unknown_areas(record: Record) -> str:
    """Name the areas that cover no postcode; nothing if there are none."""
    return ", ".join(map(_area, record.outage.unmatched))


def _remarks(record: Record, outage: Outage) -> list[str]:
    remarks = []
    if outage.unmatched:
        remarks.append(f"unknown: {unknown_areas(record)}")
    if outage.source == MANUAL and outage.details.get("by"):
        remarks.append(f"by {outage.details['by']}")
    if outage.expires_at:
        remarks.append(f"heard until {_clock(outage.expires_at)}")
    if record.held_as_of:
        remarks.append(f"held since {_clock(record.held_as_of)}")
    if record.waiting:
        remarks.append(f"waits for a second person in {len(record.waiting)} postcodes")
    if record.correction:
        remarks.append(_said(record.correction))
    return remarks


def _said(correction: Correction) -> str:
    done = "silenced" if correction.silent else "corrected"
    reason = f" ({correction.reason})" if correction.reason else ""
    return f"{done} by {correction.by}{reason}"


def _area(area: Given) -> str:
    return area if isinstance(area, str) else " ".join(area.values())


def _clock(time: datetime | None) -> str:
    return f"{time.astimezone(HELSINKI):%d.%m. %H.%M}" if time else "none"
