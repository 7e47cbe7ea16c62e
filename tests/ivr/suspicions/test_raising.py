"""Which calls make us suspect a fault, and which do not."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from ivr.clock import StoppedClock
from ivr.db.tables.heard import postcode_customers
from ivr.directory.erasing import erase_everywhere
from ivr.directory.store import put
from ivr.feeds.manual import add_notice, end
from ivr.feeds.read import areas_for
from ivr.lines.store import apply
from ivr.services import Services
from ivr.suspicions.store import Suspicion
from ivr.suspicions.usual import usual_in
from outage_feed.outage import MANUAL
from routing.customer import Customer
from routing.document import read_document
from tests.ivr.house import DEMO, LINE
from tests.ivr.suspicions.conftest import NOTICE, TAMPERE, Calls, number_of, raised
from tests.outage_feed.made import FINLAND

HERE = (TAMPERE, "electricity")


def passed(services: Services, **time: float) -> None:
    assert isinstance(services.clock, StoppedClock)
    services.clock.at += timedelta(**time)


def told(one: Suspicion) -> tuple[str, str, int, str]:
    return one.postcode, one.service, one.callers, one.state


def test_five_callers_of_one_place_who_hear_nothing_raise_one_suspicion(
    services: Services, calls: Calls
) -> None:
    for caller in range(5):
        calls(number_of(caller), minutes_ago=14 - caller)
    (one,) = raised(services)
    assert told(one) == (*HERE, 5, "open")
    assert one.since == services.clock.now() - timedelta(minutes=14)
    with services.engine.connect() as connection:
        (place,) = areas_for(connection, FINLAND, [TAMPERE], [], services.clock.now())
    assert place.notices == ()  # callers hear nothing of it


def test_four_callers_are_no_reason_however_often_they_call(
    services: Services, calls: Calls
) -> None:
    for caller in range(4):
        for minutes_ago in (1, 5, 9):
            calls(number_of(caller), minutes_ago)
    assert raised(services) == []


def test_calls_that_are_long_ago_are_no_reason(services: Services, calls: Calls) -> None:
    for caller in range(9):
        calls(number_of(caller), minutes_ago=15 if caller > 3 else 1)
    assert raised(services) == []


def test_callers_with_a_withheld_number_may_all_be_one(services: Services, calls: Calls) -> None:
    for _ in range(9):
        calls("", typed=TAMPERE)
    assert raised(services) == []
    for caller in range(5):
        calls(number_of(caller))
    (one,) = raised(services)
    assert (one.callers, one.withheld) == (5, 9)


def test_a_withheld_caller_who_heard_a_notice_is_not_told_of(
    services: Services, calls: Calls
) -> None:
    calls("", typed=TAMPERE, notices=("K-1",))
    for caller in range(5):
        calls(number_of(caller))
    assert [one.withheld for one in raised(services)] == [0]


def test_who_heard_a_notice_of_it_knows_already(services: Services, calls: Calls) -> None:
    for caller in range(9):
        calls(number_of(caller), heard=NOTICE if caller > 3 else ())
    assert raised(services) == []


def test_a_postcode_that_is_keyed_in_is_the_place_of_the_call(
    services: Services, calls: Calls
) -> None:
    for caller in range(5):
        calls(number_of(caller), typed="00100", places=(TAMPERE,))
    assert [one.postcode for one in raised(services)] == ["00100"]


@pytest.mark.parametrize(
    "more",
    [
        {"places": None},  # we rang them, or know nothing of the call
        {"places": ()},  # a number of nobody, or of several customers
        {"services": ("water",)},  # theirs is not what the line is for
        {"line": "no-such-line"},
        {"places": ("99999",)},  # there is no such place
    ],
)
def test_calls_that_say_nothing_of_a_place(
    services: Services, calls: Calls, more: dict[str, Any]
) -> None:
    for caller in range(9):
        calls(number_of(caller), **more)
    assert raised(services) == []


def test_a_call_counts_for_the_services_of_its_line(services: Services, calls: Calls) -> None:
    for caller in range(5):
        calls(number_of(caller), line="delivery", services=("newspaper",))
    assert [one.service for one in raised(services)] == ["newspaper"]


def test_it_is_raised_once_in_six_hours_and_tells_of_the_most_callers(
    services: Services, calls: Calls
) -> None:
    for hour in range(7):
        for caller in range(5 + hour):
            calls(number_of(caller))
        raised(services)
        passed(services, hours=1)
    assert [told(one) for one in raised(services)] == [
        (*HERE, 10, "open"),
        (*HERE, 11, "open"),
    ]


def test_a_town_needs_more_callers_than_a_village(services: Services, calls: Calls) -> None:
    with services.engine.begin() as connection:
        row = {"postcode": TAMPERE, "customers": 6_000}
        connection.execute(insert(postcode_customers), row)
    for caller in range(5):
        calls(number_of(caller))
    assert raised(services) == []
    calls(number_of(5))
    assert [(one.callers, one.customers) for one in raised(services)] == [(6, 6_000)]


def test_what_is_usual_there_at_this_time_is_no_reason(services: Services, calls: Calls) -> None:
    """Eight callers an hour are two in a quarter of an hour: ten are needed."""
    for _ in range(3):
        for caller in range(8):
            calls(number_of(caller), minutes_ago=-30)
        passed(services, days=1)
        raised(services)
    with services.engine.connect() as connection:
        usual = usual_in(connection, [HERE], services.clock.now())
    assert 0.6 < usual[HERE] < 0.7  # the hours before and after were counted too
    for caller in range(5):
        calls(number_of(caller))
    assert [round(one.usual, 2) for one in raised(services)] == [round(usual[HERE], 2)]


def test_a_place_that_calls_all_day_needs_five_times_as_many(
    services: Services, calls: Calls
) -> None:
    for minutes in range(0, 26 * 60, 10):
        calls(number_of(minutes % 97), minutes_ago=minutes)
    with services.engine.connect() as connection:
        assert raised(services) == []
        usual = usual_in(connection, [HERE], services.clock.now())
    assert usual[HERE] == 1.5
    for caller in range(5):
        calls(number_of(900 + caller))
    assert raised(services) == []  # seven with those who always call
    for caller in range(5):
        calls(number_of(800 + caller))
    assert [told(one)[:2] for one in raised(services)] == [HERE]


def test_where_a_notice_is_heard_nothing_is_suspected(services: Services, calls: Calls) -> None:
    add_notice(services, {"service": "electricity", "areas": [TAMPERE]}, "Eva")
    for caller in range(9):
        calls(number_of(caller))
    assert raised(services) == []


def test_a_notice_that_comes_from_elsewhere_answers_it(services: Services, calls: Calls) -> None:
    for caller in range(5):
        calls(number_of(caller))
    raised(services)
    id_ = add_notice(services, {"service": "electricity", "areas": [TAMPERE]}, "Eva")
    assert [one.state for one in raised(services)] == ["noticed"]
    end(services, MANUAL, id_, "Eva")
    assert [one.state for one in raised(services)] == ["noticed"]


def test_who_is_erased_counts_no_more(services: Services, calls: Calls) -> None:
    for caller in range(5):
        calls(number_of(caller))
    with services.engine.begin() as connection:
        put(connection, Customer("9", phones=(number_of(3),), postcodes=(TAMPERE,)))
        assert erase_everywhere(connection, "9")
    assert raised(services) == []


def test_without_lines_and_calls_there_is_nothing_to_suspect(services: Services) -> None:
    assert raised(services) == []


@pytest.fixture
def broad(services: Services) -> Services:
    """The same, but customer service is for electricity, water and heat."""
    sections = dict(read_document(DEMO).sections)
    line = {**sections["lines"][LINE], "services": ["water", "electricity", "heat"]}
    apply(services.engine, {"lines": {**sections["lines"], LINE: line}})
    return services


def test_a_line_of_several_services_raises_one_suspicion(broad: Services, calls: Calls) -> None:
    for caller in range(5):
        calls(number_of(caller))
    (one,) = raised(broad)
    assert told(one) == (*HERE, 5, "open")
    add_notice(broad, {"service": "electricity", "areas": [TAMPERE]}, "Eva")
    assert [told(each) for each in raised(broad)] == [(*HERE, 5, "noticed")]


def test_a_service_of_which_more_called_stands_for_itself(broad: Services, calls: Calls) -> None:
    for caller in range(5):
        calls(number_of(caller), services=("electricity", "water"))
    for caller in range(5, 7):
        calls(number_of(caller), services=("water",))
    assert [told(one) for one in raised(broad)] == [(TAMPERE, "water", 7, "open")]


def test_who_heard_of_one_service_is_no_caller_about_another(
    broad: Services, calls: Calls
) -> None:
    for caller in range(9):
        calls(number_of(caller), heard=NOTICE)
    assert raised(broad) == []
