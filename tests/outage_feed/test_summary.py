"""What one row per postcode keeps."""

import json

import pytest

from outage_feed.document import from_document, to_document
from outage_feed.merge import merge
from outage_feed.outage import Outage
from outage_feed.summary import condense, dump, fact, heard_until, load
from tests.outage_feed.made import at, outage

FULL = outage(
    revision=4,
    kind="planned",
    estimated_restoration=at("19:00"),
    ends_at=at("20:00"),
    expires_at=at("21:00"),
    messages={"fi": "ä", "sv": "å"},
    cause={"fi": "x"},
    areas=("29900", {"municipality": "484"}),
    unmatched=("00001",),
)


@pytest.mark.parametrize("sent", [outage(), FULL])
def test_facts_survive_as_json(sent: Outage) -> None:
    assert load(json.loads(json.dumps(dump([fact(sent)])))) == [fact(sent)]


@pytest.mark.parametrize("sent", [outage(), FULL])
def test_documents_survive_as_json(sent: Outage) -> None:
    held = merge(None, sent).outage
    assert from_document(json.loads(json.dumps(to_document(held)))) == held


def test_a_storm_makes_a_row_no_larger() -> None:
    def size(count: int) -> int:
        texts = {"fi": "x" * 500}
        stormy = [outage(id=f"F-{n}", messages=texts) for n in range(count)]
        works = [
            outage(id=f"P-{n}", kind="planned", starts_at=at("09:00", 23)) for n in range(count)
        ]
        ended = [outage(id=f"R-{n}", status="restored") for n in range(count)]
        return len(json.dumps(dump(condense(fact(each) for each in stormy + works + ended))))

    assert size(1000) <= size(10) + 50


def test_of_much_planned_work_the_soonest_is_kept() -> None:
    works = [outage(id=f"P-{d}", kind="planned", starts_at=at("09:00", d)) for d in range(1, 30)]
    kept = condense(fact(each) for each in reversed(works))
    assert [each.starts_at for each in kept] == [at("09:00", d) for d in range(1, 11)]


@pytest.mark.parametrize(
    "other",
    [
        outage(status="restored", kind="planned", ends_at=at("14:50")),
        outage(status="cancelled", kind="planned", starts_at=at("20:00")),
        outage(status="scheduled", starts_at=at("20:00"), estimated_restoration=at("21:00")),
    ],
)
def test_planned_work_that_never_ends_crowds_nothing_else_out(other: Outage) -> None:
    works = [outage(id=f"P-{n}", kind="planned", starts_at=at("09:00", 1)) for n in range(30)]
    kept = condense(fact(each) for each in [*works, other])
    assert fact(other) in kept
    assert len(kept) == 11


def test_of_much_repaired_the_latest_is_kept() -> None:
    ended = [outage(id=f"R-{m}", status="restored", ends_at=at(f"14:{m}")) for m in range(10, 50)]
    kept = condense(fact(each) for each in ended)
    assert [each.ends_at for each in kept] == [at(f"14:{m}") for m in range(49, 39, -1)]


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        (outage(), None),
        (outage(ends_at=at("18:00")), at("20:00")),
        (outage(status="restored"), at("16:10")),
        (outage(status="restored", ends_at=at("14:30")), at("16:30")),
        (outage(status="cancelled", kind="planned", starts_at=at("09:00", 23)), at("09:00", 23)),
        (outage(status="cancelled"), at("14:10")),
        (outage(expires_at=at("18:00")), at("18:00")),
        (outage(expires_at=at("18:00"), ends_at=at("17:00")), at("18:00")),
        (outage(expires_at=at("23:00"), ends_at=at("17:00")), at("19:00")),
        (outage(status="scheduled", starts_at=at("09:00", 23)), None),
    ],
)
def test_until_when_an_outage_may_be_heard(sent: Outage, until: object) -> None:
    assert heard_until(sent) == until


def test_a_document_from_before_a_field_was_known_is_read() -> None:
    document = to_document(outage())
    for name in ("expires_at", "supersedes", "details"):
        del document[name]
    assert from_document(document) == outage()


def test_much_that_expires_goes_at_its_own_time_and_its_row_is_bounded() -> None:
    sent = [outage(id=f"F-{m}", expires_at=at(f"18:{m}")) for m in range(10, 60)]
    kept = condense(fact(each) for each in sent)
    assert [each.expires_at for each in kept] == [at(f"18:{m}") for m in range(59, 48, -1)]
    assert [each.count for each in kept] == [*[1] * 10, 40]
