"""What we hold, for sources and for people: the fields of the push, times in Helsinki."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ivr.clock import HELSINKI
from ivr.feeds.sources import Source
from outage_feed.outage import Outage, changes
from outage_feed.record import Record


def outage_json(outage: Outage) -> dict[str, Any]:
    """One outage with the fields of the push, its source and how its estimate moved."""
    return {
        "source": outage.source,
        "id": outage.id,
        "revision": outage.revision,
        "status": outage.status,
        "service": outage.service,
        "kind": outage.kind,
        "areas": list(outage.areas),
        "starts_at": iso(outage.starts_at),
        "estimated_restoration": iso(outage.estimated_restoration),
        "ends_at": iso(outage.ends_at),
        "cause": dict(outage.cause),
        "messages": dict(outage.messages),
        "updated_at": iso(outage.updated_at),
        "estimate_history": [
            {"estimate": iso(entry.estimate), "at": iso(entry.at)}
            for entry in changes(outage.history)
        ],
    }


def more_json(outage: Outage) -> dict[str, Any]:
    """What other formats than the push know beside its fields, and only what there is."""
    more = {
        "unmatched": list(outage.unmatched),
        "expires_at": iso(outage.expires_at),
        "supersedes": list(outage.supersedes),
        "details": dict(outage.details),
    }
    return {name: value for name, value in more.items() if value}


def source_json(source: Source, records: Iterable[Record], now: datetime) -> dict[str, Any]:
    """How fresh a source is, what of it is open, held or in no area that we know."""
    held = [record for record in records if record.open(now) or record.held_as_of]
    freshness = source.freshness
    age = now - freshness.last_push_at if freshness.last_push_at else None
    return {
        "source": source.name,
        "state": freshness.state(now),
        "last_push_at": iso(freshness.last_push_at),
        "age_seconds": int(age.total_seconds()) if age is not None else None,
        "stale_after_seconds": int(freshness.stale_after.total_seconds()),
        "silent_after_seconds": int(freshness.silent_after.total_seconds()),
        "last_as_of": iso(source.last_as_of),
        "counts": dict(Counter(record.outage.status for record in held)),
        "open": [_open_json(record) for record in held],
        "held": [record.outage.id for record in held if record.held_as_of],
        "unmatched": [
            {"id": record.outage.id, "area": area}
            for record in held
            for area in record.outage.unmatched
        ],
    }


def _open_json(record: Record) -> dict[str, Any]:
    """The source is told that a person's word stands over its own, and not whose."""
    said = {"corrected_at": iso(record.correction.at)} if record.correction else {}
    return outage_json(record.outage) | more_json(record.outage) | said


def iso(time: datetime | None) -> str | None:
    """Write a time with Helsinki's offset."""
    return time.astimezone(HELSINKI).isoformat() if time else None
