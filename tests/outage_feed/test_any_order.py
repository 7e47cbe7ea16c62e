"""Any order and repetition of the same versions leads to the same place."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outage_feed.intake import take
from outage_feed.notice import decide
from outage_feed.outage import Outage
from outage_feed.record import Record
from outage_feed.summary import condense, dump, fact
from tests.outage_feed.made import HEARD_JUST_NOW, NOW, at, outage, push

ESTIMATES = st.sampled_from([None, at("14:30"), at("16:00"), at("19:00")])
STATUSES = st.sampled_from(["active", "partially_restored", "restored", "cancelled", "scheduled"])


@st.composite
def versions(draw: st.DrawFn) -> list[Outage]:
    """Up to four outages with up to five versions each, with revisions or without."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        revised = draw(st.booleans())
        for version in range(draw(st.integers(1, 5))):
            changes: dict[str, Any] = {
                "id": f"F-{number}",
                "revision": version if revised else None,
                "updated_at": at("13:00") + timedelta(minutes=version),
                "status": draw(STATUSES),
                "estimated_restoration": draw(ESTIMATES),
            }
            made.append(outage(**changes))
    return made


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[Outage], list[list[Outage]]]:
    """The versions in order, and the same shuffled, repeated and cut into pushes."""
    ordered = draw(versions())
    repeated = ordered + draw(st.lists(st.sampled_from(ordered), max_size=6))
    shuffled = draw(st.permutations(repeated))
    cut = draw(st.integers(0, len(shuffled)))
    return ordered, [shuffled[:cut], shuffled[cut:]]


def held_after(pushes: list[list[Outage]]) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for sent in pushes:
        taken = take(push(*sent), records, None, NOW)
        assert taken.answer.rejected == ()
        records.update(taken.changed)
    return records


@given(deliveries())
def test_the_same_versions_give_the_same_outages_and_the_same_notice(
    delivered: tuple[list[Outage], list[list[Outage]]],
) -> None:
    ordered, pushes = delivered
    expected = held_after([[version] for version in ordered])
    found = held_after(pushes)
    assert found == expected
    rows = [
        condense(fact(record.outage) for record in held.values()) for held in (found, expected)
    ]
    assert dump(rows[0]) == dump(rows[1])
    assert decide(rows[0], NOW, HEARD_JUST_NOW) == decide(rows[1], NOW, HEARD_JUST_NOW)


@given(deliveries())
def test_a_passed_estimate_is_never_a_promise(
    delivered: tuple[list[Outage], list[list[Outage]]],
) -> None:
    _, pushes = delivered
    facts = condense(fact(record.outage) for record in held_after(pushes).values())
    for notice in decide(facts, NOW, HEARD_JUST_NOW):
        if notice.state in {"eta", "partial_eta", "several_eta", "several_mixed", "planned_now"}:
            assert notice.at is not None
            assert notice.at > NOW
