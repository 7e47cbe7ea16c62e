"""Local times in short, for tests of hours."""

from datetime import UTC, datetime
from typing import Any

from routing.hours import Schedule
from routing.wall_time import HELSINKI

OFFICE: dict[str, Any] = {"mon-fri": ["08:00-16:00"], "holidays": "closed"}


def helsinki(text: str) -> datetime:
    """A local time written as `2026-11-22 15:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def utc(text: str) -> datetime:
    """An instant written as `2026-11-22 15:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(written: object) -> Schedule:
    """Hours as a configuration has them."""
    return Schedule.model_validate(written)


def shown(instant: datetime | None) -> str:
    """What a Finnish clock shows then; empty if there is no such instant."""
    return f"{instant.astimezone(HELSINKI):%a %Y-%m-%d %H:%M}" if instant else ""
