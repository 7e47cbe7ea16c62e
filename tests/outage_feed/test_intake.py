"""Whole pushes: what they change, and what their source is answered."""

from datetime import datetime

from outage_feed.intake import Taken, placed, take
from outage_feed.push import Problem, Push, Refused
from outage_feed.record import Record
from tests.outage_feed.made import FINLAND, NOW, at, outage, push, snapshot

BAD = (Problem("status", "Field required"),)


class Held:
    """What we hold of one source, push after push."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.last_as_of: datetime | None = None

    def take(self, pushed: Push, now: datetime = NOW) -> Taken:
        taken = take(pushed, self.records, self.last_as_of, now)
        self.records.update(taken.changed)
        self.last_as_of = taken.last_as_of
        return taken

    @property
    def open(self) -> set[str]:
        return {id_ for id_, record in self.records.items() if record.open(NOW)}


def many(count: int, start: int = 0) -> list[str]:
    return [f"F-{number:02}" for number in range(start, start + count)]


def holding(*ids: str) -> Held:
    held = Held()
    held.take(push(*(outage(id=id_) for id_ in ids)))
    return held


def test_an_item_finds_its_postcodes() -> None:
    sent = placed(push(outage(areas=("29900", "00001"), postcodes=())), FINLAND)
    assert sent.items[0].outage.postcodes == ("29900",)
    assert sent.items[0].outage.unmatched == ("00001",)


def test_each_id_is_answered_under_what_became_of_it() -> None:
    held = Held()
    held.take(push(outage(id="A", revision=2), outage(id="B", revision=2)))
    refused = (Refused(3, "D", BAD),)
    sent = (
        outage(id="C", revision=1),
        outage(id="B", revision=1),
        outage(id="A", revision=2),
    )
    answer = held.take(push(*sent, refused=refused)).answer
    assert (answer.accepted, answer.unchanged, answer.older) == (("C",), ("A",), ("B",))
    assert (answer.rejected, answer.useless) == (refused, False)


def test_a_repeat_changes_nothing() -> None:
    held = holding("A", "B")
    taken = held.take(push(outage(id="A"), outage(id="B")))
    assert (taken.answer.unchanged, taken.changed) == (("A", "B"), {})


def test_of_an_id_twice_in_one_push_the_later_by_order_stays() -> None:
    for sent in ((2, 1), (1, 2), (2, 1, 2)):
        held = Held()
        taken = held.take(push(*(outage(revision=revision) for revision in sent)))
        assert taken.answer.accepted == ("F-1",)
        assert (taken.answer.older, taken.answer.rejected) == ((), ())
        assert held.records["F-1"].outage.revision == 2


def test_equal_but_different_is_rejected_with_its_place() -> None:
    held = holding("A")
    answer = held.take(push(outage(id="B"), outage(id="A", status="restored"))).answer
    (refused,) = answer.rejected
    assert (refused.index, refused.id, refused.errors[0].at) == (1, "A", "updated_at")
    assert held.records["A"].outage.status == "active"


def test_a_push_of_nothing_but_rejected_items_is_useless() -> None:
    assert Held().take(push(refused=(Refused(0, "A", BAD),))).answer.useless
    assert not Held().take(push()).answer.useless


def test_a_useless_snapshot_closes_nothing() -> None:
    held = holding("A", "B")
    taken = held.take(snapshot(at("14:50"), refused=(Refused(0, "A", BAD),)))
    assert (taken.answer.closed, held.open, held.last_as_of) == ((), {"A", "B"}, None)


def test_an_ordinary_push_closes_nothing() -> None:
    held = holding("A", "B")
    assert held.take(push(outage(id="A"))).answer.closed == ()


def test_a_snapshot_closes_at_once_what_it_no_longer_lists() -> None:
    held = holding("A", "B", "C")
    answer = held.take(snapshot(at("14:50"), outage(id="B"))).answer
    assert (answer.closed, answer.held, held.open) == (("A", "C"), (), {"B"})


def test_an_empty_snapshot_closes_all() -> None:
    held = holding("A", "B")
    assert held.take(snapshot(at("14:50"))).answer.closed == ("A", "B")


def test_what_was_updated_after_the_snapshot_stays_open() -> None:
    held = Held()
    held.take(push(outage(id="A", updated_at=at("14:50")), outage(id="B", updated_at=at("14:51"))))
    assert held.take(snapshot(at("14:50"))).answer.closed == ("A",)


def test_a_snapshot_older_than_the_last_one_closes_nothing() -> None:
    held = holding("A", "B")
    held.take(snapshot(at("14:50"), outage(id="A"), outage(id="B")))
    assert held.take(snapshot(at("14:49"), outage(id="A"))).answer.closed == ()
    assert held.last_as_of == at("14:50")


def test_rejected_older_and_unchanged_items_count_as_listed() -> None:
    held = Held()
    held.take(push(*(outage(id=id_, revision=2) for id_ in "ABCD")))
    sent = snapshot(
        at("14:50"),
        outage(id="A", revision=2),
        outage(id="B", revision=1),
        outage(id="C", revision=2, status="restored"),
        refused=(Refused(3, "D", BAD),),
    )
    answer = held.take(sent).answer
    assert answer.closed == ()
    assert {refused.id for refused in answer.rejected} == {"C", "D"}


def test_an_item_without_a_readable_id_means_that_nothing_is_closed() -> None:
    held = holding("A", "B")
    sent = snapshot(at("14:50"), outage(id="A"), refused=(Refused(1, None, BAD),))
    assert held.take(sent).answer.closed == ()


def test_what_has_ended_is_not_closed_by_being_left_out() -> None:
    held = Held()
    held.take(push(outage(id="A", status="restored"), outage(id="B", ends_at=at("14:30"))))
    assert held.take(snapshot(at("14:50"))).answer.closed == ()


def test_a_closed_outage_comes_back_with_a_version_from_after_the_snapshot() -> None:
    held = holding("A")
    held.take(snapshot(at("14:50")))
    assert held.take(push(outage(id="A", updated_at=at("14:40")))).answer.accepted == ("A",)
    assert held.open == set()
    held.take(push(outage(id="A", updated_at=at("14:55"))))
    assert held.open == {"A"}


def test_a_repeat_from_before_the_snapshot_does_not_bring_it_back() -> None:
    held = holding("A")
    held.take(snapshot(at("14:50")))
    assert held.take(push(outage(id="A"))).answer.unchanged == ("A",)
    assert held.open == set()


def test_a_later_snapshot_that_lists_it_brings_it_back() -> None:
    held = holding("A")
    held.take(snapshot(at("14:50")))
    assert held.take(snapshot(at("14:40"), outage(id="A"))).answer.unchanged == ("A",)
    assert held.open == set()
    assert held.take(snapshot(at("14:55"), outage(id="A"))).answer.accepted == ("A",)
    assert held.open == {"A"}


def test_twenty_open_and_more_than_half_missing_are_held() -> None:
    ids = many(20)
    held = holding(*ids)
    answer = held.take(snapshot(at("14:50"), *(outage(id=id_) for id_ in ids[:9]))).answer
    assert (answer.closed, answer.held) == ((), tuple(ids[9:]))
    assert held.open == set(ids)


def test_half_of_twenty_may_close() -> None:
    ids = many(20)
    held = holding(*ids)
    answer = held.take(snapshot(at("14:50"), *(outage(id=id_) for id_ in ids[:10]))).answer
    assert (answer.closed, answer.held) == (tuple(ids[10:]), ())


def test_nineteen_may_all_close() -> None:
    held = holding(*many(19))
    assert held.take(snapshot(at("14:50"))).answer.closed == tuple(many(19))


def test_ids_that_are_all_new_do_not_outvote_those_that_went() -> None:
    held = holding(*many(20))
    sent = snapshot(at("14:50"), *(outage(id=id_) for id_ in many(30, start=50)))
    assert held.take(sent).answer.held == tuple(many(20))


def test_the_next_snapshot_agrees_and_closes_what_was_held() -> None:
    ids = many(40)
    held = holding(*ids)
    held.take(snapshot(at("14:40"), *(outage(id=id_) for id_ in ids[:5])))
    answer = held.take(snapshot(at("14:50"), *(outage(id=id_) for id_ in ids[:3]))).answer
    assert (answer.closed, answer.held) == (tuple(ids[3:]), ())


def test_a_repeat_of_the_same_snapshot_does_not_agree_with_itself() -> None:
    held = holding(*many(20))
    sent = snapshot(at("14:40"), outage(id="F-00"))
    first = held.take(sent).answer
    again = held.take(sent).answer
    assert first.held == again.held == tuple(many(20)[1:])
    assert again.closed == ()


def test_the_next_snapshot_lets_go_of_what_it_lists_again() -> None:
    ids = many(20)
    held = holding(*ids)
    held.take(snapshot(at("14:40"), outage(id=ids[0])))
    held.take(snapshot(at("14:50"), *(outage(id=id_) for id_ in ids)))
    assert held.open == set(ids)
    assert not any(record.held_as_of for record in held.records.values())


def test_a_version_from_after_the_snapshot_is_no_longer_held() -> None:
    ids = many(20)
    held = holding(*ids)
    held.take(snapshot(at("14:40")))
    held.take(push(outage(id=ids[0], updated_at=at("14:45"))))
    assert held.records[ids[0]].held_as_of is None
    assert held.records[ids[1]].held_as_of == at("14:40")
