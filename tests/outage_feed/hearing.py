"""What a call hears of outages, through the summary row."""

from datetime import datetime

from outage_feed.freshness import Freshness
from outage_feed.notice import Notice, decide
from outage_feed.outage import Outage
from outage_feed.summary import condense, dump, fact, load
from tests.outage_feed.made import NOW


def heard(
    *outages: Outage,
    now: datetime = NOW,
    freshness: dict[str, Freshness] | None = None,
) -> list[Notice]:
    """Through the summary row, as a call hears it."""
    row = dump(condense(fact(each) for each in outages))
    return decide(load(row), now, {"grid": Freshness(now)} if freshness is None else freshness)


def one(*outages: Outage, now: datetime = NOW) -> Notice:
    (notice,) = heard(*outages, now=now)
    return notice


def state(*outages: Outage, now: datetime = NOW) -> str:
    """The only state that is heard, or nothing."""
    notices = heard(*outages, now=now)
    assert len(notices) <= 1
    return notices[0].state if notices else ""
