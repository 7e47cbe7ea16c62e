"""Outages, pushes and times for tests, made from what differs."""

from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from outage_feed.areas import Gazetteer
from outage_feed.freshness import Freshness
from outage_feed.outage import Outage
from outage_feed.push import Item, Push, Refused

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(clock: str, day: int = 22) -> datetime:
    """A time in Helsinki, in November 2026, as UTC."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=HELSINKI).astimezone(UTC)


NOW = at("15:00")
HEARD_JUST_NOW = {"grid": Freshness(NOW)}
FINLAND = Gazetteer.from_csv(files("outage_feed").joinpath("data/fi_postcodes.csv").read_text())


def outage(**changes: Any) -> Outage:
    """An active electricity outage in 29900 that began at two."""
    values: dict[str, Any] = {
        "source": "grid",
        "id": "F-1",
        "status": "active",
        "service": "electricity",
        "areas": ("29900",),
        "postcodes": ("29900",),
        "starts_at": at("14:00"),
        "updated_at": at("14:10"),
    }
    return Outage(**values | changes)


def push(*outages: Outage, refused: tuple[Refused, ...] = ()) -> Push:
    """An ordinary push."""
    items = tuple(Item(index, sent) for index, sent in enumerate(outages))
    return Push(snapshot=False, as_of=None, items=items, refused=refused)


def snapshot(as_of: datetime, *outages: Outage, refused: tuple[Refused, ...] = ()) -> Push:
    """Everything that the source knew at `as_of`."""
    items = tuple(Item(index, sent) for index, sent in enumerate(outages))
    return Push(snapshot=True, as_of=as_of, items=items, refused=refused)
