"""What very many would hear: it waits for a second person, or is said to be a storm."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.clock import StoppedClock
from ivr.directory.counts import customers_in, keep_counts
from ivr.directory.store import put
from ivr.duties.customers_by_postcode import run
from ivr.feeds.acts import acts_on
from ivr.feeds.manual import add_notice, end
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import areas_for
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.waiting import SamePerson, confirm_waiting
from ivr.services import Services
from ivr.settings import Settings
from outage_feed.outage import MANUAL, Outage
from routing.customer import Customer
from tests.ivr.feeds.test_kept import ALERT, give, heard
from tests.outage_feed.made import at


@pytest.fixture(autouse=True)
def customers(services: Services) -> None:
    """Three in 29900, one in 00100, one in both."""
    places = [("29900",), ("29900",), ("29900",), ("00100",), ("29900", "00100")]
    with services.engine.begin() as connection:
        for number, postcodes in enumerate(places):
            put(connection, Customer(customer_id=f"C{number}", name="X", postcodes=postcodes))


def confirm_over(services: Services, over: int, source: str = "grid") -> None:
    applied(services, source, confirm_over=over)


def applied(services: Services, source: str = "grid", **settings: int | bool) -> None:
    keyed = replace(services, settings=Settings(secret_key="0" * 64))
    apply_settings(keyed, {"sources": {source: settings}})


WIDE = replace(ALERT, areas=("29900", "00100"))


def test_customers_are_counted_by_postcode(services: Services) -> None:
    wanted = {"29900": 4, "00100": 2, "33100": 0}
    with services.engine.connect() as connection:
        assert customers_in(connection, wanted) == wanted
    keep_counts(services.engine)
    with services.engine.connect() as connection:
        assert customers_in(connection, wanted) == {"29900": 4, "00100": 2}


def test_they_are_counted_anew_by_the_clock(services: Services) -> None:
    run(services)
    with services.engine.begin() as connection:
        put(connection, Customer(customer_id="C9", name="X", postcodes=("29900",)))
        assert customers_in(connection, ["29900"]) == {"29900": 4}
    run(services)
    with services.engine.connect() as connection:
        assert customers_in(connection, ["29900"]) == {"29900": 5}


def test_an_outage_of_very_many_is_silent_until_a_second_person_confirms_it(
    services: Services,
) -> None:
    confirm_over(services, 3)
    give(services, ALERT, replace(ALERT, id="B", areas=("00100",)))
    assert (heard(services), heard(services, "00100")) == ([], ["eta"])
    assert confirm_waiting(services, "grid", "Jan") == ("A",)
    assert heard(services) == ["eta"]
    with services.engine.connect() as connection:
        assert [(act.by, act.act, act.id) for act in acts_on(connection, "grid")] == [
            ("Jan", "confirmed", "A")
        ]


def test_until_then_nobody_there_hears_that_nothing_is_known(services: Services) -> None:
    confirm_over(services, 3)
    give(services, ALERT, replace(ALERT, id="B", areas=("00100",)))
    assert (known(services, "29900"), known(services, "33100")) == (False, True)
    confirm_waiting(services, "grid", "Jan")
    assert known(services, "29900")


def test_a_notice_that_waits_is_not_denied_either_and_not_for_ever(
    services: Services, clock: StoppedClock
) -> None:
    confirm_over(services, 3, MANUAL)
    applied(services, never_stale=True)
    give(services, replace(ALERT, areas=("33100",)))
    id_ = add_notice(services, {"service": "electricity", "areas": ["29900"]}, "Eva")
    assert (known(services, "29900"), known(services, "00100")) == (False, True)
    end(services, MANUAL, id_, "Jan")
    assert known(services, "29900")
    add_notice(services, {"service": "electricity", "areas": ["29900"]}, "Eva")
    clock.at += timedelta(hours=25)
    assert known(services, "29900")


def known(services: Services, postcode: str) -> bool:
    """May it be said that nothing is known there of electricity?"""
    with services.engine.connect().execution_options(readonly=True) as connection:
        now = services.clock.now()
        return areas_for(connection, gazetteer(), [postcode], ["electricity"], now)[0].covered


def test_what_was_confirmed_stays_heard_through_its_updates(services: Services) -> None:
    confirm_over(services, 3)
    give(services, ALERT)
    give(services, later(ALERT, 20))
    assert heard(services) == []
    confirm_waiting(services, "grid", "Jan", ["A"])
    give(services, later(ALERT, 30))
    assert heard(services) == ["eta"]


def later(one: Outage, minute: int) -> Outage:
    return replace(one, updated_at=at(f"14:{minute}"), estimated_restoration=at("20:00"))


def test_what_grows_is_heard_where_it_was_and_waits_where_it_is_new(services: Services) -> None:
    confirm_over(services, 3)
    give(services, replace(ALERT, areas=("00100",)))
    give(services, later(WIDE, 20))
    assert (heard(services), heard(services, "00100")) == ([], ["eta"])
    confirm_waiting(services, "grid", "Jan")
    assert (heard(services), heard(services, "00100")) == (["eta"], ["eta"])


def test_without_the_setting_nothing_waits(services: Services) -> None:
    give(services, WIDE)
    assert heard(services) == ["eta"]


def test_who_wrote_a_notice_cannot_be_the_second_person(services: Services) -> None:
    confirm_over(services, 3, MANUAL)
    id_ = add_notice(services, {"service": "electricity", "areas": ["29900"]}, "Eva")
    assert heard(services) == []
    for same in ("Eva", "eva "):
        with pytest.raises(SamePerson, match=f"{same} made"):
            confirm_waiting(services, MANUAL, same)
    assert confirm_waiting(services, MANUAL, "Jan") == (id_,)
    assert heard(services) == ["no_eta"]


def faults(*postcodes: str, minute: int = 10) -> list[Outage]:
    then = at(f"14:{minute}")
    return [replace(ALERT, id=code, areas=(code,), updated_at=then) for code in postcodes]


def test_faults_in_many_postcodes_are_a_storm_until_half_of_them_are_left(
    services: Services,
) -> None:
    applied(services, major_over=3)
    codes = ["29900", "00100", "33100", "20100"]
    give(services, *faults(*codes[:3]))
    assert heard(services) == ["eta"]
    give(services, *faults(*codes))
    assert heard(services) == ["major_eta"]
    ended = [replace(one, status="restored") for one in faults(*codes[2:], minute=20)]
    give(services, *ended[:1])
    assert heard(services) == ["major_eta"]
    give(services, ended[1])
    assert heard(services) == ["major_eta"]
    give(services, *[replace(one, status="restored") for one in faults("00100", minute=20)])
    assert heard(services) == ["eta"]


def test_a_storm_is_of_its_service_alone(services: Services) -> None:
    applied(services, major_over=1)
    water = replace(ALERT, id="W", service="water", areas=("29900",))
    give(services, *faults("29900", "00100"), water)
    assert heard(services) == ["major_eta", "eta"]
