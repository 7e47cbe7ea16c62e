"""A person makes a notice of a suspicion, or nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ivr.clock import StoppedClock
from ivr.db.tables.journal import calls as journal
from ivr.db.tables.suspicions import suspicions
from ivr.feeds.acts import acts_on
from ivr.feeds.manual import NoOutage, Otherwise
from ivr.feeds.read import areas_for
from ivr.feeds.store import source_records
from ivr.services import Services
from ivr.suspicions.deciding import confirm, dismiss
from ivr.suspicions.store import Suspicion
from ivr.suspicions.told import suspicion_json, suspicion_line
from outage_feed.outage import MANUAL
from tests.ivr.suspicions.conftest import TAMPERE, Calls, number_of, raised
from tests.outage_feed.made import FINLAND


@pytest.fixture
def suspected(services: Services, calls: Calls) -> Suspicion:
    for caller in range(5):
        calls(number_of(caller), minutes_ago=10)
    calls("", typed=TAMPERE)
    (one,) = raised(services)
    return one


def heard(services: Services) -> list[tuple[str, object]]:
    with services.engine.connect() as connection:
        (place,) = areas_for(connection, FINLAND, [TAMPERE], [], services.clock.now())
    return [(notice.state, notice.since) for notice in place.notices]


def acts(services: Services) -> list[tuple[str, str]]:
    with services.engine.connect() as connection:
        return [(act.by, act.act) for act in acts_on(connection, MANUAL)]


def test_a_person_confirms_it_and_callers_hear_it_without_an_estimate(
    services: Services, suspected: Suspicion
) -> None:
    done = confirm(services, suspected.id, "Eva")
    assert (done.state, done.by, done.notice) == (
        "confirmed",
        "Eva",
        f"suspicion-{suspected.id}",
    )
    assert heard(services) == [("no_eta", services.clock.now() - timedelta(minutes=10))]
    assert acts(services) == [("Eva", "added")]
    assert [one.state for one in raised(services)] == ["confirmed"]


def test_confirmed_again_it_is_the_same_notice(services: Services, suspected: Suspicion) -> None:
    confirm(services, suspected.id, "Eva")
    assert isinstance(services.clock, StoppedClock)
    services.clock.at += timedelta(minutes=3)
    assert confirm(services, suspected.id, "Jan").by == "Eva"
    with services.engine.connect() as connection:
        assert [one.outage.id for one in source_records(connection)] == [
            f"suspicion-{suspected.id}"
        ]
    assert acts(services) == [("Eva", "added")]
    with pytest.raises(Otherwise, match="is confirmed by Eva"):
        dismiss(services, suspected.id, "Jan")


def test_a_person_dismisses_it(services: Services, suspected: Suspicion) -> None:
    dismiss(services, suspected.id, "Eva", "an invoice")
    dismiss(services, suspected.id, "Jan")
    assert [(one.state, one.by, one.reason) for one in raised(services)] == [
        ("dismissed", "Eva", "an invoice")
    ]
    with pytest.raises(Otherwise, match="is dismissed by Eva"):
        confirm(services, suspected.id, "Jan")
    assert heard(services) == []


def test_it_is_too_late_after_six_hours(services: Services, suspected: Suspicion) -> None:
    assert isinstance(services.clock, StoppedClock)
    services.clock.at += timedelta(hours=6)
    with pytest.raises(Otherwise, match="is expired: for a notice of your own"):
        confirm(services, suspected.id, "Eva")


def test_there_is_none_of_that_name(services: Services) -> None:
    with pytest.raises(NoOutage, match="no suspicion x"):
        confirm(services, "x", "Eva")


def test_it_is_told_with_its_draft_and_without_callers(
    services: Services, suspected: Suspicion
) -> None:
    now = services.clock.now()
    told = suspicion_json(suspected, now)
    assert (told["callers"], told["withheld_calls"], told["state"]) == (5, 1, "open")
    assert told["draft"] == {
        "service": "electricity",
        "areas": [TAMPERE],
        "kind": "unplanned",
        "status": "active",
        "starts_at": "2026-11-22T14:50:00+02:00",
        "estimated_restoration": None,
    }
    assert suspicion_json(confirm(services, suspected.id, "Eva"), now)["draft"] is None
    line = suspicion_line(suspected, now)
    assert line.endswith(
        "33100  electricity  5 callers in 15 min (usual 0.0), "
        "and 1 call with a withheld number  open"
    )
    with services.engine.connect() as connection:
        kept = str(connection.execute(select(suspicions)).all())
        numbers = connection.execute(select(journal.c.number)).scalars().all()
    assert not [number for number in numbers if number and number in kept]
