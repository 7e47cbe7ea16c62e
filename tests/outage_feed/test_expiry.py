"""What a source stands by only until a time: after it, silence, and no word of a repair."""

from outage_feed.record import Record
from tests.outage_feed.hearing import heard, state
from tests.outage_feed.made import at, outage

FAULT = outage(expires_at=at("18:00"))


def test_it_is_heard_until_it_expires_and_then_nothing_is_said() -> None:
    assert state(FAULT, now=at("17:59")) == "no_eta"
    assert state(FAULT, now=at("18:00")) == ""


def test_it_is_never_said_to_be_repaired() -> None:
    overdue = outage(estimated_restoration=at("16:00"), expires_at=at("18:00"))
    assert state(overdue, now=at("17:00")) == "overdue"
    assert heard(overdue, now=at("18:30")) == []


def test_one_that_expired_does_not_make_another_several() -> None:
    assert state(FAULT, outage(id="F-2"), now=at("17:00")) == "several_none"
    assert state(FAULT, outage(id="F-2"), now=at("19:00")) == "no_eta"


def test_what_has_expired_is_not_open() -> None:
    record = Record(FAULT)
    assert (record.open(at("17:59")), record.open(at("18:00"))) == (True, False)
    assert not FAULT.over(at("19:00"))
