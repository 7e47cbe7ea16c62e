"""An outage that takes the place of others, whichever of the messages comes first."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outage_feed.intake import take
from outage_feed.notice import decide
from outage_feed.outage import Outage, changes
from outage_feed.record import Record, is_tombstone
from outage_feed.summary import condense, dump, fact_of
from tests.outage_feed.made import HEARD_JUST_NOW, NOW, at, outage, push

ALERT = outage(id="A", updated_at=at("14:00"), estimated_restoration=at("16:00"))
UPDATE = outage(
    id="B", updated_at=at("14:10"), estimated_restoration=at("18:00"), supersedes=("A",)
)
CANCEL = outage(id="C", updated_at=at("14:20"), status="cancelled", supersedes=("A", "B"))


def held(*sent: Outage) -> dict[str, Record]:
    """What is held after each came in a push of its own."""
    records: dict[str, Record] = {}
    for one in sent:
        taken = take(push(one), records, None, NOW)
        assert taken.answer.rejected == ()
        records.update(taken.changed)
    return records


def heard(records: dict[str, Record]) -> list[tuple[str, Any]]:
    facts = condense(fact_of(record) for record in records.values() if record.postcodes)
    return [(n.state, n.at) for n in decide(facts, NOW, HEARD_JUST_NOW)]


@pytest.mark.parametrize("order", list(permutations([ALERT, UPDATE])))
def test_an_update_with_an_id_of_its_own_takes_the_alerts_place(order: list[Outage]) -> None:
    records = held(*order)
    assert heard(records) == [("eta", at("18:00"))]
    moved = [entry.estimate for entry in changes(records["B"].outage.history)]
    assert moved == [at("16:00"), at("18:00")]


@pytest.mark.parametrize("order", list(permutations([ALERT, UPDATE, CANCEL])))
def test_a_cancel_closes_every_id_that_it_names_even_before_they_come(
    order: list[Outage],
) -> None:
    records = held(*order)
    assert heard(records) == []
    assert [records[id_].superseded for id_ in "ABC"] == [True, True, False]


def test_what_was_never_seen_leaves_a_tombstone_that_nobody_hears() -> None:
    records = held(CANCEL)
    assert is_tombstone(records["A"])
    assert records["A"].superseded
    assert heard(records) == []


def test_what_it_closes_is_answered_as_closed() -> None:
    records = held(ALERT)
    assert take(push(UPDATE), records, None, NOW).answer.closed == ("A",)


@pytest.mark.parametrize("order", list(permutations([ALERT, UPDATE])))
def test_an_estimate_that_the_successor_does_not_give_is_withdrawn(order: list[Outage]) -> None:
    lost = [
        outage(id="B", updated_at=at("14:10"), supersedes=("A",)) if one.id == "B" else one
        for one in order
    ]
    assert heard(held(*lost)) == [("withdrawn", None)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_history_goes_on_through_a_chain(order: tuple[int, ...]) -> None:
    chain = [
        outage(id="A", updated_at=at("14:00"), estimated_restoration=at("16:00")),
        outage(id="B", updated_at=at("14:10"), supersedes=("A",)),
        outage(id="C", updated_at=at("14:20"), supersedes=("B",)),
    ]
    records = held(*(chain[place] for place in order))
    assert heard(records) == [("withdrawn", None)]


def test_a_later_version_of_its_own_comes_back() -> None:
    again = outage(id="A", updated_at=at("14:30"))
    for order in permutations([ALERT, UPDATE, again]):
        assert held(*order)["A"].superseded is False


def test_one_that_names_itself_goes_on() -> None:
    assert heard(held(outage(id="A", supersedes=("A",)))) == [("no_eta", None)]


def test_a_repair_that_its_successor_denies_is_a_reopening() -> None:
    repaired = outage(id="A", status="restored", updated_at=at("14:00"))
    again = outage(id="B", updated_at=at("14:30"), supersedes=("A",))
    for order in permutations([repaired, again]):
        assert heard(held(*order)) == [("reopened_none", None)]


@st.composite
def messages(draw: st.DrawFn) -> list[Outage]:
    """Up to six messages, each with an id of its own, that name any of the others."""
    ids = [f"M-{number}" for number in range(draw(st.integers(1, 6)))]
    return [
        outage(
            id=id_,
            updated_at=at(f"14:{minute:02}"),
            status=draw(st.sampled_from(["active", "restored", "cancelled"])),
            estimated_restoration=draw(st.sampled_from([None, at("14:30"), at("19:00")])),
            supersedes=tuple(draw(st.lists(st.sampled_from([*ids, "unseen"]), max_size=3))),
        )
        for minute, id_ in enumerate(ids)
    ]


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Outage], list[list[Outage]]]:
    sent = draw(messages())
    again = draw(st.permutations(sent + draw(st.lists(st.sampled_from(sent), max_size=4))))
    cut = draw(st.integers(0, len(again)))
    return sent, [again[:cut], again[cut:]]


@given(deliveries())
def test_any_order_and_repetition_leaves_the_same(
    delivered: tuple[list[Outage], list[list[Outage]]],
) -> None:
    in_order, pushes = delivered
    expected = held(*in_order)
    found: dict[str, Record] = {}
    for sent in pushes:
        found.update(take(push(*sent), found, None, NOW).changed)
    assert found == expected
    rows = [
        dump(condense(fact_of(one) for one in records.values() if one.postcodes))
        for records in (found, expected)
    ]
    assert rows[0] == rows[1]
