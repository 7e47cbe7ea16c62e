"""An outage as a JSON document, for keeping."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from outage_feed.outage import Estimate, Outage

NAMES = tuple(f.name for f in fields(Outage))
VALUES = attrgetter(*NAMES)
TIMES = ("updated_at", "starts_at", "estimated_restoration", "ends_at", "expires_at")
LISTS = ("areas", "postcodes", "unmatched", "supersedes")


def to_document(outage: Outage) -> dict[str, Any]:
    """Plain JSON values; times in ISO form, UTC."""
    document: dict[str, Any] = dict(zip(NAMES, VALUES(outage), strict=True))
    for name in TIMES:
        if document[name] is not None:
            document[name] = document[name].isoformat()
    for name in LISTS:
        document[name] = list(document[name])
    document["history"] = [
        [
            _written(entry.estimate),
            _written(entry.at),
            entry.revision,
            _written(entry.ended_at),
        ]
        for entry in outage.history
    ]
    return document


def from_document(document: Mapping[str, Any]) -> Outage:
    """The reverse of `to_document`."""
    values = dict(document)
    for name in TIMES:
        values[name] = _read(values.get(name))
    for name in LISTS:
        values[name] = tuple(values.get(name, ()))
    values["history"] = tuple(
        Estimate(_read(estimate), datetime.fromisoformat(at), revision, *map(_read, ended))
        for estimate, at, revision, *ended in values["history"]
    )
    return Outage(**values)


def _written(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
