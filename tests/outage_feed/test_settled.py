"""From when a repair may be told to somebody who waits for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from outage_feed.correction import Correction
from outage_feed.merge import merge
from outage_feed.record import Record
from outage_feed.settled import ending_of
from tests.outage_feed.made import at, outage

REPAIRED: dict[str, Any] = {"status": "restored", "updated_at": at("14:30")}


def test_a_repair_is_provisional_for_half_an_hour() -> None:
    ending = ending_of(Record(outage(**REPAIRED)))
    assert ending is not None
    assert (ending.how, ending.at, ending.settled_at) == ("repaired", at("14:30"), at("15:00"))


def test_half_an_hour_counts_from_when_it_was_said() -> None:
    ending = ending_of(Record(outage(**REPAIRED, ends_at=at("13:00"))))
    assert ending is not None
    assert (ending.how, ending.at, ending.settled_at) == ("repaired", at("13:00"), at("15:00"))


def test_an_end_that_is_announced_settles_after_it_has_come() -> None:
    ending = ending_of(Record(outage(ends_at=at("16:00"))))
    assert ending is not None
    assert ending.settled_at == at("16:30")


def test_what_comes_back_is_not_repaired() -> None:
    back = merge(merge(None, outage(**REPAIRED)).outage, outage(updated_at=at("14:50"))).outage
    assert ending_of(Record(back)) is None


@pytest.mark.parametrize(
    ("record", "how"),
    [
        (Record(outage()), None),
        (Record(outage(), closed_as_of=at("14:30")), "closed"),
        (Record(outage(), superseded_at=at("14:30"), superseded_by=("F-2",)), "replaced"),
        (Record(outage(**REPAIRED), superseded_at=at("14:40")), "replaced"),
        (Record(outage(status="cancelled")), "lapsed"),
        (Record(outage(expires_at=at("18:00"))), "lapsed"),
        (Record(outage(**REPAIRED), correction=Correction("Eva", at("15:00"))), "repaired"),
    ],
)
def test_how_it_ended(record: Record, how: str | None) -> None:
    ending = ending_of(record)
    assert (ending.how if ending else None) == how


def test_who_took_its_place_is_named() -> None:
    ending = ending_of(Record(outage(), superseded_at=at("14:30"), superseded_by=("F-2",)))
    assert ending is not None
    assert ending.by == ("F-2",)


def test_a_person_who_says_that_it_goes_on_wins() -> None:
    word = Correction("Eva", at("14:35"), status="active")
    assert ending_of(replace(Record(outage(**REPAIRED)), correction=word)) is None


def test_a_person_who_says_that_it_is_repaired_wins() -> None:
    word = Correction("Eva", at("14:35"), status="restored")
    ending = ending_of(Record(outage(), correction=word))
    assert ending is not None
    assert (ending.at, ending.settled_at - ending.at) == (at("14:35"), timedelta(minutes=30))
