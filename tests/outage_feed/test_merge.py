"""Versions of one outage, in whatever order they come."""

from datetime import timedelta
from typing import Any

import pytest

from outage_feed.merge import MOST_HISTORY, merge
from outage_feed.outage import Outage, changes
from tests.outage_feed.made import at, outage


def fold(*versions: Outage) -> Outage:
    held = None
    for version in versions:
        held = merge(held, version).outage
    assert held is not None
    return held


def test_the_first_version_is_accepted() -> None:
    merged = merge(None, outage())
    assert (merged.outcome, merged.outage.id) == ("accepted", "F-1")


def test_a_later_revision_replaces_the_earlier_whole() -> None:
    first = outage(revision=1, messages={"fi": "x"}, estimated_restoration=at("19:00"))
    merged = merge(fold(first), outage(revision=2))
    assert merged.outcome == "accepted"
    assert (merged.outage.messages, merged.outage.estimated_restoration) == ({}, None)


def test_revision_decides_where_both_have_one() -> None:
    late = outage(revision=2, updated_at=at("13:00"))
    merged = merge(fold(outage(revision=1, updated_at=at("14:00"))), late)
    assert (merged.outcome, merged.outage.revision) == ("accepted", 2)


@pytest.mark.parametrize(("stored", "incoming"), [(None, None), (7, None), (None, 1)])
def test_the_time_decides_otherwise(stored: int | None, incoming: int | None) -> None:
    held = fold(outage(revision=stored, updated_at=at("14:10")))
    later = merge(held, outage(revision=incoming, updated_at=at("14:11")))
    older = merge(held, outage(revision=incoming, updated_at=at("14:09")))
    assert (later.outcome, older.outcome) == ("accepted", "older")


def test_an_older_version_changes_nothing_but_the_history() -> None:
    held = fold(outage(revision=2, estimated_restoration=at("19:00")))
    older = merge(held, outage(revision=1, estimated_restoration=at("18:00"), status="cancelled"))
    assert older.outcome == "older"
    assert (older.outage.status, older.outage.revision) == ("active", 2)
    assert older.outage.estimated_restoration == at("19:00")


def test_equal_and_alike_is_unchanged() -> None:
    held = fold(outage(revision=3))
    assert merge(held, outage(revision=3)).outcome == "unchanged"
    assert merge(held, outage(revision=3)).outage == held


@pytest.mark.parametrize(
    "alike",
    [
        {"areas": (" FI-29900", "299 00")},
        {"areas": ("29900-29900", "29900")},
        {"updated_at": at("14:30")},
    ],
)
def test_what_only_looks_different_is_alike(alike: dict[str, Any]) -> None:
    held = fold(outage(revision=3))
    assert merge(held, outage(**{"revision": 3} | alike)).outcome == "unchanged"


@pytest.mark.parametrize(
    "different",
    [
        {"status": "restored"},
        {"areas": ("29900", "29810")},
        {"estimated_restoration": at("19:00")},
        {"messages": {"fi": "x"}},
        {"ends_at": at("14:05")},
        {"kind": "planned"},
        {"service": "water"},
        {"cause": {"sv": "y"}},
        {"starts_at": None},
    ],
)
def test_equal_but_different_is_rejected(different: dict[str, Any]) -> None:
    held = fold(outage())
    merged = merge(held, outage(**different))
    assert (merged.outcome, merged.outage) == ("rejected", held)


def test_an_estimate_taken_back_is_withdrawn() -> None:
    assert fold(
        outage(revision=1, estimated_restoration=at("19:00")), outage(revision=2)
    ).withdrawn
    assert not fold(outage(revision=1), outage(revision=2)).withdrawn


def test_an_estimate_given_again_is_not_withdrawn() -> None:
    assert not fold(
        outage(revision=1, estimated_restoration=at("19:00")),
        outage(revision=2),
        outage(revision=3, estimated_restoration=at("20:00")),
    ).withdrawn


def test_the_history_tells_how_the_estimate_moved_and_when() -> None:
    held = fold(
        outage(updated_at=at("14:00"), estimated_restoration=at("18:00")),
        outage(updated_at=at("14:10"), estimated_restoration=at("18:00"), status="active"),
        outage(updated_at=at("14:20"), estimated_restoration=at("19:00")),
        outage(updated_at=at("14:30")),
    )
    assert [(entry.estimate, entry.at) for entry in changes(held.history)] == [
        (at("18:00"), at("14:00")),
        (at("19:00"), at("14:20")),
        (None, at("14:30")),
    ]


def test_a_source_that_stamps_every_minute_keeps_a_bounded_history() -> None:
    start = at("06:00")
    versions = [
        outage(
            updated_at=start + timedelta(minutes=minute),
            estimated_restoration=at("18:00") if minute < 200 else None,
        )
        for minute in range(400)
    ]
    held = fold(*versions)
    assert len(held.history) <= MOST_HISTORY + 1
    assert held.withdrawn
    assert [entry.estimate for entry in changes(held.history)] == [at("18:00"), None]


def test_a_repair_is_remembered_however_often_the_source_speaks_before_and_after() -> None:
    start, repaired = at("06:00"), 150
    versions = [
        outage(
            updated_at=start + timedelta(minutes=minute),
            estimated_restoration=at("18:00") if minute < repaired else None,
            status="restored" if minute == repaired else "active",
        )
        for minute in range(300)
    ]
    held = fold(*versions)
    assert held.repaired_at == start + timedelta(minutes=repaired)
    assert not held.withdrawn
