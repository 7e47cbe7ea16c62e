"""Lists that do not say when an outage changed: what is alike is no news, poll after poll."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from outage_feed.freshness import Freshness
from outage_feed.intake import Answer, take
from outage_feed.notice import decide
from outage_feed.outage import Outage
from outage_feed.push import Push
from outage_feed.record import Record
from outage_feed.summary import fact_of
from tests.outage_feed.made import at, outage, push, snapshot


class Polled:
    """What we hold of a source whose list is read every now and then."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.last_as_of: datetime | None = None

    def read(self, clock: str, *listed: Outage, complete: bool = True) -> Answer:
        """Read a list at this time, when every outage in it is stamped with that time."""
        stamped = [replace(one, updated_at=at(clock)) for one in listed]
        whole = snapshot(at(clock), *stamped) if complete else push(*stamped)
        return self.take(replace(whole, undated=True), at(clock))

    def take(self, sent: Push, now: datetime) -> Answer:
        taken = take(sent, self.records, self.last_as_of, now)
        self.records.update(taken.changed)
        self.last_as_of = taken.last_as_of
        return taken.answer

    def held(self, id_: str = "F-1") -> Outage:
        return self.records[id_].outage


def fault(**changes: Any) -> Outage:
    return outage(**{"estimated_restoration": at("19:00"), **changes})


def test_what_is_alike_is_unchanged_and_keeps_the_time_of_its_last_change() -> None:
    polled = Polled()
    assert polled.read("14:10", fault()).accepted == ("F-1",)
    assert polled.read("14:20", fault()).unchanged == ("F-1",)
    assert polled.held().updated_at == at("14:10")
    assert len(polled.held().history) == 1


def test_what_differs_is_a_version() -> None:
    polled = Polled()
    polled.read("14:10", fault())
    polled.read("14:20", fault(estimated_restoration=at("21:00")))
    assert polled.read("14:30", fault(estimated_restoration=None)).accepted == ("F-1",)
    assert polled.held().withdrawn
    assert polled.held().updated_at == at("14:30")


def test_what_is_only_for_people_is_renewed_without_being_a_version() -> None:
    polled = Polled()
    polled.read("14:10", fault(details={"customers": "120"}))
    assert polled.read("14:20", fault(details={"customers": "80"})).unchanged == ("F-1",)
    assert polled.held().details == {"customers": "80"}
    assert polled.held().updated_at == at("14:10")


def test_a_repair_that_stays_listed_is_heard_for_two_hours_from_when_it_was_first_seen() -> None:
    polled = Polled()
    polled.read("12:00", fault())
    for clock in ("12:30", "13:30", "14:20", "14:40"):
        polled.read(clock, fault(status="restored", estimated_restoration=None))
    assert polled.held().updated_at == at("12:30")
    assert heard(polled, "14:20") == ["restored"]
    assert heard(polled, "14:40") == []


def test_one_that_comes_back_is_heard_again() -> None:
    polled = Polled()
    polled.read("14:10", fault())
    polled.read("14:20")
    assert not polled.records["F-1"].open(at("14:20"))
    assert polled.read("14:30", fault()).accepted == ("F-1",)
    assert heard(polled, "14:30") == ["reopened_eta"]


def test_one_that_comes_back_on_a_single_page_of_the_list_is_heard_again() -> None:
    polled = Polled()
    polled.read("14:10", fault())
    polled.read("14:20")
    polled.read("14:30", fault(), complete=False)
    assert heard(polled, "14:30") == ["reopened_eta"]


def test_repaired_and_live_again() -> None:
    polled = Polled()
    polled.read("14:10", fault())
    polled.read("14:20", fault(status="restored"))
    assert polled.read("14:30", fault(estimated_restoration=None)).accepted == ("F-1",)
    assert heard(polled, "14:30") == ["reopened_none"]


def heard(polled: Polled, clock: str) -> list[str]:
    """The states that callers from 29900 hear at that time."""
    listening = {"grid": Freshness(at(clock))}
    facts = [fact_of(record) for record in polled.records.values() if record.postcodes]
    return [notice.state for notice in decide(facts, at(clock), listening)]
