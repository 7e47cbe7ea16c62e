"""What is kept of outages over several pushes, in SQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from ivr.clock import StoppedClock
from ivr.db.tables.outages import outages
from ivr.duties import retention
from ivr.feeds.apply import apply_push
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import areas_for
from ivr.feeds.settled import endings
from ivr.feeds.sources import create_source
from ivr.feeds.store import source_records
from ivr.services import Services
from outage_feed.outage import Outage
from outage_feed.push import Item, Push
from tests.outage_feed.made import at, outage


def give(services: Services, *sent: Outage, as_of: datetime | None = None) -> dict[str, object]:
    """Push as `grid`; with `as_of`, as a list that we fetched."""
    with services.engine.begin() as connection:
        create_source(connection, "grid", services.clock.now())
    items = tuple(Item(index, replace(one, postcodes=())) for index, one in enumerate(sent))
    pushed = Push(as_of is not None, as_of, items, (), polled=as_of is not None)
    answer = apply_push(services, "grid", pushed)
    return {"accepted": answer.accepted, "closed": answer.closed, "held": answer.held}


def heard(services: Services, postcode: str = "29900") -> list[str]:
    with services.engine.connect() as connection:
        (place,) = areas_for(connection, gazetteer(), [postcode], [], services.clock.now())
    return [notice.state for notice in place.notices]


ALERT = outage(id="A", updated_at=at("14:00"), estimated_restoration=at("19:00"))
CANCEL = outage(id="B", updated_at=at("14:10"), status="cancelled", supersedes=("A",))


def test_a_cancel_that_comes_first_keeps_the_late_alert_silent(services: Services) -> None:
    give(services, CANCEL)
    assert give(services, ALERT)["accepted"] == ("A",)
    assert heard(services) == []
    with services.engine.connect() as connection:
        assert [record.outage.id for record in source_records(connection)] == ["B"]


def test_an_alert_that_comes_after_its_update_leaves_it_its_history(services: Services) -> None:
    give(services, outage(id="C", updated_at=at("14:20"), supersedes=("B",)))
    give(services, outage(id="B", updated_at=at("14:10"), supersedes=("A",)))
    assert heard(services) == ["no_eta"]
    give(services, ALERT)
    assert heard(services) == ["withdrawn"]


def test_a_polled_source_closes_by_two_lists_over_sql(services: Services) -> None:
    give(services, ALERT, as_of=at("14:30"))
    assert give(services, as_of=at("14:40"))["closed"] == ()
    assert heard(services) == ["eta"]
    assert give(services, as_of=at("14:50"))["closed"] == ("A",)
    assert heard(services) == []


def test_a_row_of_the_version_before_is_heard_beside_a_new_one(services: Services) -> None:
    give(services, ALERT)
    with services.engine.begin() as connection:
        connection.execute(update(outages).values(fact=None))
    give(services, outage(id="B"))
    assert heard(services) == ["several_mixed"]


def test_what_another_source_says_stays_in_the_summary(services: Services) -> None:
    give(services, ALERT)
    with services.engine.begin() as connection:
        create_source(connection, "water", services.clock.now())
    sent = Item(0, outage(source="water", service="water", postcodes=()))
    apply_push(services, "water", Push(False, None, (sent,), ()))
    give(services, replace(ALERT, status="restored", updated_at=at("14:50")))
    assert heard(services) == ["restored", "no_eta"]
    give(services, replace(ALERT, areas=("00100",), updated_at=at("14:55")))
    assert (heard(services), heard(services, "00100")) == (["no_eta"], ["reopened_eta"])


def test_how_it_ended_is_told_and_what_goes_on_again_has_not(
    services: Services, clock: StoppedClock
) -> None:
    start = clock.now()
    give(services, ALERT, replace(ALERT, id="B"))
    repaired = replace(ALERT, status="restored", updated_at=start)
    give(services, repaired, replace(repaired, id="B"))
    give(services, replace(ALERT, id="B", updated_at=start + timedelta(minutes=1)))
    with services.engine.connect() as connection:
        found = endings(connection, [("grid", "A"), ("grid", "B"), ("grid", "none")])
    assert [(key, settled.ending.how) for key, settled in found.items()] == [
        (("grid", "A"), "repaired")
    ]
    assert found["grid", "A"].ending.settled_at == start + timedelta(minutes=30)


def test_a_repair_that_is_learnt_late_settles_when_it_is_learnt(
    services: Services, clock: StoppedClock
) -> None:
    give(services, replace(ALERT, status="restored", updated_at=at("06:00")))
    with services.engine.connect() as connection:
        settled_at = connection.execute(select(outages.c.settled_at)).scalar_one()
    assert settled_at.astimezone(UTC) == clock.now()


def test_what_ended_long_ago_goes_and_what_goes_on_stays(
    services: Services, clock: StoppedClock
) -> None:
    started = clock.at
    give(services, CANCEL, *(replace(ALERT, id=f"C{number}") for number in range(600)))
    ended = [replace(ALERT, id=f"C{n}", status="restored", updated_at=started) for n in range(599)]
    give(services, *ended)
    left = []
    for days in (89, 91):
        clock.at = started + timedelta(days=days)
        retention.run(services)
        with services.engine.connect() as connection:
            left.append(set(connection.execute(select(outages.c.id)).scalars()))
    assert [len(ids) for ids in left] == [602, 1]
    assert left[1] == {"C599"}
