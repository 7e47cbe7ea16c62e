"""Mappings and what they read, for tests: as YAML gives them, every scalar a string."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from outage_feed.formats import formats, mapped_csv, mapped_json
from outage_feed.outage import Outage
from outage_feed.push import Push, Sent
from routing.document import read_document
from tests.outage_feed.made import NOW

SAMPLES = Path(__file__).parent / "samples"
MAPPINGS = Path(__file__).parents[2] / "docs" / "feeds" / "mappings"
FIELDS: dict[str, Any] = {
    "id": "id",
    "status": {"always": "active"},
    "service": {"always": "electricity"},
    "areas": "where",
}


def settings(fields: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Four fields that are always needed, and others."""
    return {"time_zone": "Europe/Helsinki", "fields": FIELDS | fields, **options}


def from_json(
    document: Any, fields: dict[str, Any] | None = None, now: datetime = NOW, **options: Any
) -> Push:
    """Read a document by a mapping."""
    mapping = mapped_json.Options.model_validate(settings(fields or {}, **options))
    return mapped_json.read(Sent("grid", json.dumps(document).encode(), now), mapping)


def from_csv(
    text: str | bytes, fields: dict[str, Any] | None = None, charset: str = "", **options: Any
) -> Push:
    """Read a table by a mapping."""
    mapping = mapped_csv.Options.model_validate(settings(fields or {}, **options))
    body = text if isinstance(text, bytes) else text.encode()
    return mapped_csv.read(Sent("grid", body, NOW, charset), mapping)


def one(record: dict[str, Any], fields: dict[str, Any], now: datetime = NOW) -> Outage:
    """The one outage of a record that is in order."""
    push = from_json([{"id": "F-1", "where": "29900"} | record], fields, now)
    assert push.refused == ()
    return push.items[0].outage


def problems(record: dict[str, Any], fields: dict[str, Any]) -> list[tuple[str, str]]:
    """All that is wrong with a record: place and words."""
    push = from_json([{"id": "F-1", "where": "29900"} | record], fields)
    assert push.items == ()
    return [(error.at, error.problem) for error in push.refused[0].errors]


def by_sample(mapping: str, sample: str, now: str) -> Push:
    """Read a sample by a mapping that we ship."""
    document = read_document((MAPPINGS / mapping).read_text("utf-8"))
    (written,) = document.sections["sources"].values()
    chosen = formats()[written["format"]]
    options = chosen.Options.model_validate(written["options"])
    body = (SAMPLES / "mapped" / sample).read_bytes()
    return chosen.read(Sent("grid", body, datetime.fromisoformat(now)), options)


def complaints(fields: dict[str, Any], **options: Any) -> list[tuple[str, str]]:
    """All that is wrong with a mapping: place and words."""
    try:
        mapped_json.Options.model_validate(settings(fields, **options))
    except ValidationError as error:
        return [(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
    return []
