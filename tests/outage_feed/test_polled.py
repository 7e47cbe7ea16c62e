"""Lists that we fetch: what they no longer hold closes after two in a row, and only then."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from outage_feed.freshness import Freshness
from outage_feed.notice import decide
from outage_feed.push import Problem, Push, Refused
from outage_feed.record import Record
from outage_feed.summary import condense, fact_of
from tests.outage_feed.made import NOW, at, outage, push, snapshot
from tests.outage_feed.test_intake import Held, many


def polled(as_of: datetime, *ids: str, refused: tuple[Refused, ...] = ()) -> Push:
    listed = snapshot(as_of, *(outage(id=id_) for id_ in ids), refused=refused)
    return replace(listed, polled=True)


def holding(*ids: str) -> Held:
    held = Held()
    held.take(polled(at("14:20"), *ids))
    return held


def test_one_list_without_it_closes_nothing_and_the_next_does() -> None:
    held = holding("A", "B")
    assert held.take(polled(at("14:30"), "A")).answer.closed == ()
    assert held.open == {"A", "B"}
    assert held.take(polled(at("14:40"), "A")).answer.closed == ("B",)
    assert held.open == {"A"}


def test_two_lists_without_it_must_follow_each_other() -> None:
    held = holding("A", "B")
    held.take(polled(at("14:30"), "A"))
    held.take(polled(at("14:40"), "A", "B"))
    assert held.take(polled(at("14:50"), "A")).answer.closed == ()


def test_the_same_list_fetched_twice_is_one() -> None:
    held = holding("A", "B")
    held.take(polled(at("14:30"), "A"))
    assert held.take(polled(at("14:30"), "A")).answer.closed == ()


def test_a_list_with_an_unreadable_item_is_not_counted() -> None:
    held = holding("A", "B")
    held.take(polled(at("14:30"), "A"))
    unreadable = (Refused(0, None, (Problem("id", "Field required"),)),)
    assert held.take(polled(at("14:40"), "A", refused=unreadable)).answer.closed == ()


def test_few_that_all_end_close() -> None:
    held = holding("A", "B")
    held.take(polled(at("14:30")))
    assert held.take(polled(at("14:40"))).answer.closed == ("A", "B")


@pytest.mark.parametrize("standing", [10, 30])
def test_an_empty_list_after_several_closes_nothing_however_often_it_comes(standing: int) -> None:
    held = holding(*many(standing))
    for minute in range(30, 40):
        answer = held.take(polled(at(f"14:{minute}"))).answer
        assert (answer.closed, answer.held) == ((), tuple(many(standing)))
    assert held.open == set(many(standing))


def test_a_list_that_is_suddenly_short_closes_nothing_not_even_the_second_time() -> None:
    ids = many(30)
    held = holding(*ids)
    held.take(polled(at("14:30"), *ids[1:]))
    for minute in (31, 32):
        assert held.take(polled(at(f"14:{minute}"), *ids[:9])).answer.closed == ()
    assert held.open == set(ids)


def test_a_storm_that_calms_down_list_by_list_closes() -> None:
    held = holding(*many(100))
    for step in range(1, 12):
        held.take(polled(at("14:20") + timedelta(minutes=step), *many(max(0, 100 - 9 * step))))
    held.take(polled(at("14:32"), "F-00"))
    assert held.open == {"F-00"}


def test_what_is_held_is_listed_again_and_no_longer_held() -> None:
    ids = many(10)
    held = holding(*ids)
    held.take(polled(at("14:30")))
    held.take(polled(at("14:40"), *ids))
    assert not any(record.held_as_of for record in held.records.values())


def heard(record: Record, now: datetime) -> list[tuple[str, datetime | None]]:
    fresh = {"grid": Freshness(now)}
    return [(n.state, n.at) for n in decide(condense([fact_of(record)]), now, fresh)]


def test_what_an_alive_source_leaves_out_grows_stale_by_itself() -> None:
    lost = at("14:30")
    record = Record(outage(estimated_restoration=at("23:00")), held_as_of=lost)
    assert heard(record, lost + timedelta(hours=1)) == [("eta", at("23:00"))]
    assert heard(record, lost + timedelta(hours=5, minutes=1)) == [("no_eta", None)]
    assert heard(record, lost + timedelta(hours=7)) == [("stale", lost)]
    assert heard(record, lost + timedelta(hours=25)) == []


def test_what_was_closed_and_goes_on_in_a_later_version_has_started_again() -> None:
    held = holding("A")
    held.take(polled(at("14:30")))
    held.take(polled(at("14:40")))
    assert held.open == set()
    held.take(push(outage(id="A", updated_at=at("14:50"))))
    assert heard(held.records["A"], NOW) == [("reopened_none", None)]


def test_what_is_only_listed_again_has_not_started_again() -> None:
    held = holding("A")
    for minute in (30, 40):
        held.take(polled(at(f"14:{minute}")))
    assert held.take(polled(at("14:50"), "A")).answer.accepted == ("A",)
    assert heard(held.records["A"], NOW) == [("no_eta", None)]
