"""The demo's outages: every state is somewhere, and Matti's changes as promised."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from ivr.clock import HELSINKI, StoppedClock
from ivr.demo.load import DemoFeed, load_demo
from ivr.demo.story import chapters, next_evening, next_quarter
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import areas_for
from ivr.services import Services
from ivr.settings import Settings

SHOWN = {
    "eta": "29900",
    "no_eta": "65100",
    "restored": "20100",
    "withdrawn": "40100",
    "overdue": "70100",
    "partial_eta": "90100",
    "partial_none": "15100",
    "several_eta": "13100",
    "several_mixed": "26100",
    "several_none": "74100",
    "planned_now": "53100",
    "planned_overdue": "87100",
    "planned_coming": "50100",
    "planned_cancelled": "60100",
}


@pytest.fixture
def services(engine: Engine, clock: StoppedClock) -> Services:
    """A demo that has just begun, on a Sunday at three in the afternoon."""
    services = Services(Settings(), clock, engine)
    load_demo(services)
    return services


def state_in(services: Services, postcode: str) -> list[str]:
    """The states of the electricity notices there, now."""
    with services.engine.connect() as connection:
        (place,) = areas_for(
            connection, gazetteer(), [postcode], ["electricity"], services.clock.now()
        )
    return [notice.state for notice in place.notices]


@pytest.mark.parametrize(("state", "postcode"), SHOWN.items())
def test_every_state_is_somewhere(services: Services, state: str, postcode: str) -> None:
    assert state_in(services, postcode) == [state]


def test_liisa_has_no_fault(services: Services) -> None:
    assert state_in(services, "33100") == []


def test_matti_s_estimate_moves_after_ten_minutes_and_not_before(
    services: Services, clock: StoppedClock
) -> None:
    feed, start = DemoFeed(services), clock.at
    evening = start.replace(hour=19)

    def estimate_after(minutes: float) -> datetime | None:
        clock.at = start + timedelta(minutes=minutes)
        feed.play()
        with services.engine.connect() as connection:
            (place,) = areas_for(connection, gazetteer(), ["29900"], [], clock.at)
        return place.notices[0].at

    assert estimate_after(9.9) == evening
    assert estimate_after(10) == evening + timedelta(hours=1)


def test_the_story_begins_again_nowhere_when_linja_is_started_again(
    services: Services, clock: StoppedClock
) -> None:
    clock.at += timedelta(minutes=61)
    DemoFeed(services).play()
    assert state_in(services, "29900") == ["restored"]
    DemoFeed(services).play()
    assert state_in(services, "29900") == ["restored"]


@pytest.mark.parametrize(
    ("now", "evening"),
    [
        ("2026-11-22T15:00", "2026-11-22T19:00"),
        ("2026-11-22T18:00", "2026-11-22T19:00"),
        ("2026-11-22T18:01", "2026-11-23T19:00"),
        ("2026-11-22T23:30", "2026-11-23T19:00"),
    ],
)
def test_the_estimate_is_the_next_seven_o_clock_an_hour_ahead(now: str, evening: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=HELSINKI)
    expected = datetime.fromisoformat(evening).replace(tzinfo=HELSINKI)
    assert next_evening(at.astimezone(ZoneInfo("UTC"))) == expected


@pytest.mark.parametrize(
    ("now", "quarter"),
    [
        ("2026-11-22T15:00:00", "2026-11-22T15:00:00"),
        ("2026-11-22T15:00:01", "2026-11-22T15:15:00"),
        ("2026-11-22T23:59:59", "2026-11-23T00:00:00"),
    ],
)
def test_estimates_are_full_quarters(now: str, quarter: str) -> None:
    assert next_quarter(datetime.fromisoformat(now)) == datetime.fromisoformat(quarter)


def test_the_chapters_come_in_the_order_of_their_times(clock: StoppedClock) -> None:
    times = [chapter.at for chapter in chapters(clock.at)]
    assert times == sorted(times)
