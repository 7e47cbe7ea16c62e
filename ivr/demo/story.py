"""What is broken at the demo company, and how it changes: one outage for every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from ivr.clock import HELSINKI

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
EVENING = time(19, 0)


@dataclass(frozen=True, slots=True)
class Chapter:
    """From `at` on, the demo's outage system says this (the fields of a pushed item)."""

    at: datetime
    item: dict[str, Any]


def chapters(started_at: datetime) -> list[Chapter]:
    """Tell the whole story, in the order of its times."""
    told = [*_matti(started_at), *_others(started_at)]
    return sorted(told, key=lambda chapter: chapter.at)


def next_evening(now: datetime) -> datetime:
    """Find the next 19.00 in Helsinki that is at least an hour ahead."""
    local = now.astimezone(HELSINKI)
    evening = datetime.combine(local.date(), EVENING, HELSINKI)
    if evening - now < HOUR:
        evening = datetime.combine(local.date() + timedelta(days=1), EVENING, HELSINKI)
    return evening


def next_quarter(now: datetime) -> datetime:
    """Find the next full quarter of an hour: nobody estimates to the minute."""
    over = timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    return now - over + QUARTER if over else now


def _matti(start: datetime) -> Iterator[Chapter]:
    """29900: an estimate, which moves after ten minutes, then partly and wholly repaired."""
    evening = next_evening(start)
    began = start - 55 * timedelta(minutes=1)
    fault: dict[str, Any] = {
        "starts_at": began.isoformat(),
        "cause": {"fi": "puu linjalla", "sv": "träd på linjen"},
    }
    yield _chapter(start, "F-1187", "29900", estimate=evening, **fault)
    yield _chapter(start + HOUR / 6, "F-1187", "29900", estimate=evening + HOUR, **fault)
    partly = {**fault, "status": "partially_restored"}
    yield _chapter(start + HOUR * 2 / 3, "F-1187", "29900", estimate=evening + HOUR, **partly)
    over = start + HOUR
    yield _chapter(
        over, "F-1187", "29900", **{**fault, "status": "restored", "ends_at": over.isoformat()}
    )


def _others(start: datetime) -> Iterator[Chapter]:
    half, soon = HOUR / 2, next_quarter(start)
    long_ago: dict[str, Any] = {"starts_at": (start - 4 * HOUR).isoformat()}
    yield _chapter(start, "F-1188", "65100", starts_at=(start - HOUR).isoformat())
    ended: dict[str, Any] = {"status": "restored", "ends_at": (start - half).isoformat()}
    yield _chapter(start - half, "F-1189", "20100", **ended)
    yield _chapter(start - 3 * HOUR, "F-1190", "40100", estimate=start + HOUR, **long_ago)
    yield _chapter(start - HOUR, "F-1190", "40100", **long_ago)
    yield _chapter(start - 2 * HOUR, "F-1191", "70100", estimate=soon - 3 * QUARTER, **long_ago)
    partly = {"status": "partially_restored", **long_ago}
    yield _chapter(start, "F-1192", "90100", estimate=soon + 3 * HOUR, **partly)
    yield _chapter(start, "F-1193", "15100", **partly)
    for number, hours in enumerate((1, 2, 3)):
        yield _chapter(start, f"F-120{number}", "13100", estimate=soon + hours * HOUR)
        yield _chapter(start, f"F-121{number}", "26100", estimate=soon + HOUR if number else None)
        yield _chapter(start, f"F-122{number}", "74100")
    yield from _planned(start)
    yield _chapter(start, "P-31", "02100", service="newspaper", estimate=soon + 2 * HOUR)
    yield _chapter(start, "P-32", "65100", service="newspaper")


def _planned(start: datetime) -> Iterator[Chapter]:
    work: dict[str, Any] = {"kind": "planned", "status": "scheduled"}
    soon = next_quarter(start)
    now_on = {**work, "starts_at": (start - HOUR).isoformat()}
    yield _chapter(start - HOUR, "T-41", "53100", estimate=soon + 2 * HOUR, **now_on)
    late = {**work, "starts_at": (start - 5 * HOUR).isoformat()}
    yield _chapter(start - 5 * HOUR, "T-42", "87100", estimate=start - HOUR, **late)
    ahead = {**work, "starts_at": (soon + 16 * HOUR).isoformat()}
    yield _chapter(start, "T-43", "50100", estimate=soon + 19 * HOUR, **ahead)
    yield _chapter(start, "T-44", "60100", **{**ahead, "status": "cancelled"})


def _chapter(
    at: datetime,
    outage_id: str,
    postcode: str,
    estimate: datetime | None = None,
    **fields: Any,
) -> Chapter:
    item = {
        "id": outage_id,
        "status": "active",
        "service": "electricity",
        "areas": [postcode],
        "estimated_restoration": estimate.isoformat() if estimate else None,
        "updated_at": at.isoformat(),
        **fields,
    }
    return Chapter(at, item)
