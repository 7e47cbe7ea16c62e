"""A person's word: notices of their own, and corrections that no push undoes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ivr.clock import StoppedClock
from ivr.feeds.acts import acts_on
from ivr.feeds.manual import BadNotice, Otherwise, add_notice, correct, declare_major, end
from ivr.feeds.read import areas_for
from ivr.feeds.sources import find_source
from ivr.services import Services
from outage_feed.correction import Correction
from outage_feed.notice import Notice
from outage_feed.outage import MANUAL
from tests.ivr.feeds.test_kept import ALERT, give, heard
from tests.outage_feed.made import FINLAND, NOW, at

GIVEN: dict[str, Any] = {"service": "electricity", "areas": ["29900"]}


def told(services: Services) -> Notice:
    with services.engine.connect() as connection:
        (place,) = areas_for(connection, FINLAND, ["29900"], [], services.clock.now())
    (notice,) = place.notices
    return notice


def acts(services: Services, source: str) -> list[tuple[str, str]]:
    with services.engine.connect() as connection:
        return [(act.by, act.act) for act in acts_on(connection, source)]


def test_a_notice_that_a_person_writes_is_heard_at_once(services: Services) -> None:
    given = GIVEN | {"estimated_restoration": "2026-11-22T19:00:00+02:00", "messages": {"fi": "x"}}
    id_ = add_notice(services, given, "Eva")
    notice = told(services)
    assert (notice.state, notice.at, notice.message) == ("eta", at("19:00"), {"fi": "x"})
    assert acts(services, MANUAL) == [("Eva", "added")]
    end(services, MANUAL, id_, "Jan")
    assert heard(services) == []
    assert acts(services, MANUAL) == [("Eva", "added"), ("Jan", "ended")]


def test_one_that_is_ended_as_repaired_is_told_so(services: Services) -> None:
    id_ = add_notice(services, GIVEN, "Eva")
    later(services, minutes=5)
    end(services, MANUAL, id_, "Eva", repaired=True)
    assert heard(services) == ["restored"]


def later(services: Services, **passed: int) -> None:
    assert isinstance(services.clock, StoppedClock)
    services.clock.at += timedelta(**passed)


@pytest.mark.parametrize(
    ("given", "hours"),
    [
        ({}, 24),
        ({"estimated_restoration": "2026-11-23T19:00:00+02:00"}, 40),
        ({"expires_at": "2026-11-22T18:00:00+02:00"}, 3),
    ],
)
def test_it_ends_by_itself(services: Services, given: dict[str, Any], hours: int) -> None:
    add_notice(services, GIVEN | given, "Eva")
    later(services, hours=hours, seconds=-1)
    assert heard(services) != []
    later(services, seconds=1)
    assert heard(services) == []


def test_planned_work_that_a_person_announces(services: Services) -> None:
    work = {"kind": "planned", "starts_at": "2026-11-23T09:00:00+02:00"}
    add_notice(services, GIVEN | work, "Eva")
    assert heard(services) == ["planned_coming"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"areas": ["00001"]}, "areas: there is no such place"),
        ({"areas": ["x"]}, r"areas\[0\]: must be"),
        ({"service": "gas"}, "service: "),
        ({"estimated_restoration": "2026-11-22T14:00:00+02:00"}, "estimated_restoration: has"),
        ({"expires_at": "2026-11-22T14:00:00+02:00"}, "expires_at: has passed"),
    ],
)
def test_what_nobody_could_hear_is_refused(
    services: Services, wrong: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadNotice, match=why):
        add_notice(services, GIVEN | wrong, "Eva")


def test_a_corrected_estimate_stands_whatever_the_source_sends_until_it_is_ended(
    services: Services,
) -> None:
    give(services, ALERT)
    word = Correction("Eva", NOW, estimated=True, estimate=at("22:00"))
    correct(services, "grid", "A", word)
    assert (told(services).state, told(services).at) == ("eta", at("22:00"))
    give(services, replace(ALERT, updated_at=at("14:30"), estimated_restoration=at("20:00")))
    assert told(services).at == at("22:00")
    end(services, "grid", "A", "Jan")
    assert told(services).at == at("20:00")
    assert acts(services, "grid") == [("Eva", "corrected"), ("Jan", "ended")]


def test_a_correction_makes_the_notice_another(services: Services) -> None:
    give(services, ALERT)
    before = told(services).key
    correct(services, "grid", "A", Correction("Eva", NOW, messages={"fi": "Uusi."}))
    assert told(services).key != before
    assert told(services).message == {"fi": "Uusi."}


def test_an_estimate_that_a_person_takes_back_is_withdrawn(services: Services) -> None:
    give(services, ALERT)
    correct(services, "grid", "A", Correction("Eva", NOW, estimated=True))
    assert heard(services) == ["withdrawn"]


def test_what_a_person_silences_stays_silent_through_pushes_and_elsewhere(
    services: Services,
) -> None:
    give(services, ALERT)
    correct(services, "grid", "A", Correction("Eva", NOW, silent=True, reason="test data"))
    give(services, replace(ALERT, updated_at=at("14:30"), areas=("29900", "00100")))
    assert (heard(services), heard(services, "00100")) == ([], [])
    end(services, "grid", "A", "Eva")
    assert (heard(services), heard(services, "00100")) == (["eta"], ["eta"])


def test_nobody_corrects_what_is_not_there_or_ends_what_was_not_said(services: Services) -> None:
    give(services, ALERT)
    with pytest.raises(BadNotice, match="has no outage"):
        correct(services, "grid", "Z", Correction("Eva", NOW, silent=True))
    with pytest.raises(BadNotice, match="Nobody has said"):
        end(services, "grid", "A", "Eva")


def test_a_storm_that_a_person_declares_ends_at_its_time(services: Services) -> None:
    give(services, ALERT)
    declare_major(services, "grid", "electricity", "Eva", at("18:00"))
    assert heard(services) == ["major_eta"]
    give(services, replace(ALERT, updated_at=at("14:30")))
    assert heard(services) == ["major_eta"]
    later(services, hours=3)
    assert heard(services) == ["eta"]


def test_a_storm_that_a_person_ends_is_over(services: Services) -> None:
    give(services, ALERT)
    declare_major(services, "grid", "electricity", "Eva", at("18:00"))
    declare_major(services, "grid", "electricity", "Jan", None)
    assert heard(services) == ["eta"]
    with services.engine.connect() as connection:
        source = find_source(connection, "grid")
    assert source is not None
    assert source.freshness.major == {}


OWN = {"messages": {"fi": "Hei."}, "estimated_restoration": "2026-11-22T19:00:00+02:00"}


def test_a_notice_that_is_sent_again_changes_nothing(services: Services) -> None:
    add_notice(services, GIVEN | OWN, "Eva", "desk-1")
    before = told(services)
    later(services, hours=5)  # the estimate has passed: it was good when it was first given
    assert add_notice(services, GIVEN | OWN, "Eva", "desk-1") == "desk-1"
    assert told(services).key == before.key
    end(services, MANUAL, "desk-1", "Jan")
    add_notice(services, GIVEN | OWN, "Eva", "desk-1")
    assert heard(services) == []
    assert acts(services, MANUAL) == [("Eva", "added"), ("Jan", "ended")]


@pytest.mark.parametrize(
    ("change", "by", "what"),
    [
        ({"areas": ["00100"]}, "Eva", "areas"),
        ({"messages": {}, "estimated_restoration": None}, "Eva", "messages, estimated"),
        ({"expires_at": "2026-11-23T19:00:00+02:00"}, "Eva", "expires_at"),
        ({}, "Jan", "by"),
    ],
)
def test_another_notice_of_the_same_id_is_refused(
    services: Services, change: dict[str, Any], by: str, what: str
) -> None:
    add_notice(services, GIVEN | OWN, "Eva", "desk-1")
    with pytest.raises(Otherwise, match=f"there is a notice desk-1 already, with other {what}"):
        add_notice(services, GIVEN | OWN | change, by, "desk-1")


def test_what_is_said_again_keeps_the_time_when_it_was_first_said(services: Services) -> None:
    give(services, ALERT)
    add_notice(services, GIVEN, "Eva", "desk-1")
    end(services, MANUAL, "desk-1", "Eva", repaired=True, reason="a fuse")
    correct(services, "grid", "A", Correction("Eva", NOW, estimated=True, reason="unsure"))
    before = told_all(services)
    later(services, minutes=5)
    end(services, MANUAL, "desk-1", "Eva", repaired=True, reason="a fuse")
    again = Correction("Eva", services.clock.now(), estimated=True, reason="unsure")
    correct(services, "grid", "A", again)
    assert told_all(services) == before
    assert acts(services, "grid") == [("Eva", "corrected")]
    with services.engine.connect() as connection:
        (_, ended) = acts_on(connection, MANUAL, "desk-1")
    assert ended.detail == {"repaired": True, "reason": "a fuse"}


def told_all(services: Services) -> list[tuple[str, str, Any]]:
    with services.engine.connect() as connection:
        (place,) = areas_for(connection, FINLAND, ["29900"], [], services.clock.now())
    return [(notice.key, notice.state, notice.at) for notice in place.notices]
