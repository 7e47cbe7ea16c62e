"""The key by which a call knows a notice again."""

import pytest

from tests.outage_feed.hearing import one
from tests.outage_feed.made import at, outage


def test_the_key_is_short_and_stable_and_changes_with_a_version() -> None:
    first = one(outage(revision=1)).key
    assert 0 < len(first) <= 10
    assert one(outage(revision=1), now=at("17:00")).key == first
    assert one(outage(revision=2)).key != first
    assert one(outage(updated_at=at("14:11"))).key != one(outage()).key
    assert one(outage(source="grid", id="F-2", revision=1)).key != first


@pytest.mark.parametrize("count", [2, 9])
def test_the_key_of_several_does_not_depend_on_their_order(count: int) -> None:
    outages = [outage(id=f"F-{n}") for n in range(count)]
    changed = [*outages[:-1], outage(id=f"F-{count - 1}", revision=9)]
    assert one(*outages).key == one(*reversed(outages)).key != one(*changed).key
