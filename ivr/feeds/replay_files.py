"""A recorded series of deliveries, read from files, each with the time that it came."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ivr.clock import HELSINKI

JSON, XML, CSV = "application/json", "application/cap+xml", "text/csv"
TYPES = {".json": JSON, ".xml": XML, ".cap": XML, ".csv": CSV}
LINES = ".jsonl"
STAMP = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T_ -]?(\d\d)[-:.]?(\d\d)(?:[-:.]?(\d\d))?(Z|[+-]\d\d:?\d\d)?"
)
SENT = re.compile(rb"<(?:\w+:)?sent>\s*([^<\s]+)\s*</")


class NoTime(ValueError):
    """Nothing in a file tells when it came; the message says what would."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One delivery; `name` is for people."""

    at: datetime
    name: str
    body: bytes
    content_type: str = JSON


def read_series(paths: list[Path]) -> list[Recorded]:
    """
    Read each file as one delivery, and each line of a `.jsonl` file as one.

    A line is `{"received_at", "body", "content_type"}`; a body that is no text is JSON. A file's
    time is in its name (local if it has no offset), else its `as_of`, its newest `updated_at`,
    or CAP's `sent`. Raises NoTime, OSError and ValueError.
    """
    return [one for path in paths for one in _file(path)]


def _file(path: Path) -> Iterator[Recorded]:
    if path.suffix == LINES:
        yield from _lines(path)
        return
    body = path.read_bytes()
    at = _named(path.name) or _told(body)
    if at is None:
        raise NoTime(
            f"{path}: when did it come? Name it such as 2026-11-22T14.05.json, "
            "or give as_of or updated_at in it"
        )
    yield Recorded(at, path.name, body, TYPES.get(path.suffix, JSON))


def _lines(path: Path) -> Iterator[Recorded]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            at, body = datetime.fromisoformat(given["received_at"]), given["body"]
        except (ValueError, KeyError, TypeError) as problem:
            raise NoTime(f'{path}:{number}: needs {{"received_at": TIME, "body": …}}') from problem
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        type_ = given.get("content_type", JSON)
        yield Recorded(_aware(at), f"{path.name}:{number}", text.encode(), type_)


def _named(name: str) -> datetime | None:
    found = STAMP.search(name)
    if not found:
        return None
    year, month, day, hour, minute, second, offset = found.groups()
    return _time(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset or ''}")


def _told(body: bytes) -> datetime | None:
    """Take the newest time that the body gives for itself."""
    sent = [_time(found.decode("ascii", "replace")) for found in SENT.findall(body)]
    times = sent or _times(body)
    return max((time for time in times if time), default=None)


def _times(body: bytes) -> list[datetime | None]:
    try:
        given = json.loads(body)
    except ValueError:
        return []
    if not isinstance(given, dict):
        return []
    if given.get("as_of"):
        return [_time(given["as_of"])]
    items = given.get("outages")
    return [_time(one.get("updated_at")) for one in items or () if isinstance(one, dict)]


def _time(text: Any) -> datetime | None:
    try:
        return _aware(datetime.fromisoformat(text))
    except (TypeError, ValueError):
        return None


def _aware(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=HELSINKI)).astimezone(UTC)
