"""An area that no postcode is known for is put on the map by a person, and remembered."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ivr.clock import StoppedClock
from ivr.db.tables.audit import audit
from ivr.directory.store import put
from ivr.feeds.area_deeds import say_area, unmatched_in, unsay_area
from ivr.feeds.area_store import said_of
from ivr.feeds.manual import BadNotice, Otherwise
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import areas_for
from ivr.feeds.removing import remove_source
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.sources import BadSource
from ivr.feeds.waiting import SamePerson, confirm_waiting
from ivr.services import Services
from outage_feed.areas import area_key
from routing.customer import Customer
from tests.ivr.feeds.conftest import Push, item, with_key
from tests.ivr.feeds.test_limits import limited, refusals

CENTRE = {"place": "Keskusta, asema"}
POWER = "electricity"
WORDS = "Keskusta, asema"


@pytest.fixture(name="services")
def with_secret(services: Services) -> Services:
    """The same with a key, so that settings can be applied."""
    return with_key(services)


def heard(services: Services, postcode: str = "33100") -> list[str]:
    """Of which services callers in a postcode hear that they are out."""
    with services.engine.connect() as connection:
        now = services.clock.now()
        (place,) = areas_for(connection, gazetteer(), [postcode], [], now)
        return [notice.service for notice in place.notices]


def lost(services: Services) -> list[str]:
    """Which areas of the source cover no postcode."""
    with services.engine.connect() as connection:
        return list(unmatched_in(connection, "grid", services.clock.now()))


def test_what_a_person_says_counts_at_once_and_for_all_that_comes(
    push: Push, services: Services, clock: StoppedClock
) -> None:
    push(item(id="A", areas=[CENTRE, "99999"]))
    assert (heard(services), lost(services)) == ([], ["99999", WORDS])
    assert say_area(services, "grid", WORDS, ["33100"], "anna") == ["A"]
    assert (heard(services), lost(services)) == ([POWER], ["99999"])
    clock.at += timedelta(minutes=5)
    push(item(id="B", areas=[{"place": "  KESKUSTA,  asema "}], service="water"))
    assert heard(services) == [POWER, "water"]
    push(item(id="A", areas=[CENTRE], status="restored", updated_at=clock.at.isoformat()))
    assert POWER in heard(services)  # that it is repaired


def test_what_was_said_is_listed_replaced_and_taken_back(push: Push, services: Services) -> None:
    push(item(id="A", areas=[CENTRE]))
    say_area(services, "grid", WORDS, ["33100"], "anna")
    assert say_area(services, "grid", WORDS.upper(), ["33200-33210"], "bo") == ["A"]
    assert (heard(services), heard(services, "33200")) == ([], [POWER])
    with services.engine.connect() as connection:
        assert [(one.area, one.means, one.by) for one in said_of(connection, "grid")] == [
            (CENTRE, ["33200-33210"], "bo")
        ]
    assert unsay_area(services, "grid", WORDS, "bo") == ["A"]
    assert (heard(services, "33200"), lost(services)) == ([], [WORDS])
    with pytest.raises(Otherwise):
        unsay_area(services, "grid", WORDS, "bo")


def test_who_said_what_is_in_the_audit_log(push: Push, services: Services) -> None:
    push(item(id="A", areas=[CENTRE]))
    say_area(services, "grid", WORDS, ["33100"], "anna")
    say_area(services, "grid", WORDS, ["33200"], "bo")
    unsay_area(services, "grid", WORDS, "eva")
    first, second = ({"area": WORDS, "means": [code]} for code in ("33100", "33200"))
    with services.engine.connect() as connection:
        query = select(audit.c.who, audit.c.what, audit.c.before, audit.c.after)
        rows = connection.execute(query.order_by(audit.c.id)).all()
    assert [tuple(row) for row in rows] == [
        ("anna", "source.area_said", None, first),
        ("bo", "source.area_said", first, second),
        ("eva", "source.area_unsaid", second, None),
    ]


@pytest.mark.parametrize(
    ("means", "problem"),
    [
        ([], "give 1 to"),
        (["999"], "must be five digits"),
        (["33100", "99999"], "99999: there is no such place"),
        ([{"municipality": "Atlantis"}], "Atlantis: there is no such place"),
    ],
)
def test_what_is_no_place_is_refused_and_nothing_is_kept(
    push: Push, services: Services, means: list[Any], problem: str
) -> None:
    push(item(id="A", areas=[CENTRE]))
    with pytest.raises(BadNotice, match=problem):
        say_area(services, "grid", WORDS, means, "anna")
    with services.engine.connect() as connection:
        assert said_of(connection, "grid") == []


def test_no_source_and_no_area_are_refused(services: Services, push: Push) -> None:
    with pytest.raises(BadSource):
        say_area(services, "other", WORDS, ["33100"], "anna")
    push(item(id="A"))
    for words in ("", "x" * 101):
        with pytest.raises(BadNotice, match="1 to 100"):
            say_area(services, "grid", words, ["33100"], "anna")


def test_what_a_list_brings_back_lies_there_too(
    push: Push, services: Services, clock: StoppedClock
) -> None:
    mine = item(id="A", areas=[CENTRE])
    push(mine)
    clock.at += timedelta(minutes=5)
    push(item(id="B", areas=["00100"]), snapshot=True, as_of=clock.at.isoformat())
    assert say_area(services, "grid", WORDS, ["33100"], "anna") == []
    assert heard(services) == []
    clock.at += timedelta(minutes=5)
    push(mine, snapshot=True, as_of=clock.at.isoformat())
    assert heard(services) == [POWER]


def test_what_is_known_by_itself_is_not_moved(push: Push, services: Services) -> None:
    push(item(id="A", areas=[{"municipality": "Tampere"}]))
    assert say_area(services, "grid", "Tampere", ["00100"], "anna") == []
    assert (heard(services), heard(services, "00100")) == ([POWER], [])


def test_many_customers_wait_for_a_second_person(push: Push, services: Services) -> None:
    with services.engine.begin() as connection:
        for number in range(3):
            put(connection, Customer(f"x{number}", postcodes=("33100",)))
    apply_settings(services, {"sources": {"grid": {"confirm_over": "2"}}})
    push(item(id="A", areas=[CENTRE]))
    say_area(services, "grid", WORDS, ["33100"], "anna")
    assert heard(services) == []
    with pytest.raises(SamePerson, match="Anna said where A is"):
        confirm_waiting(services, "grid", "Anna")
    assert confirm_waiting(services, "grid", "bo") == ("A",)
    assert heard(services) == [POWER]
    unsay_area(services, "grid", WORDS, "anna")
    say_area(services, "grid", WORDS, ["33200"], "anna")
    assert heard(services, "33200") == [POWER]


def test_a_source_is_not_led_beyond_its_limits(push: Push, services: Services) -> None:
    apply_settings(services, {"sources": {"grid": {"areas": ["33100"]}}})
    push(item(id="A", areas=[CENTRE]))
    with pytest.raises(BadNotice, match="00100: is not for this source"):
        say_area(services, "grid", WORDS, ["00100"], "anna")
    assert say_area(services, "grid", WORDS, ["33100"], "anna") == ["A"]


def test_a_token_names_no_place_beyond_its_limits(
    push: Push, services: Services, client: FlaskClient
) -> None:
    push(item(id="A", areas=[CENTRE]))
    say_area(services, "grid", WORDS, ["33100"], "anna")
    answer = limited(services, client, "00100")(item(id="B", areas=[CENTRE]))
    assert refusals(answer) == [("areas[0]", "33100: not for this token")]
    assert heard(services) == [POWER]


def test_a_source_that_is_removed_takes_it_along(push: Push, services: Services) -> None:
    push(item(id="A", areas=[CENTRE]))
    say_area(services, "grid", WORDS, ["33100"], "anna")
    remove_source(services, "grid", "anna", open_too=True)
    with services.engine.connect() as connection:
        assert said_of(connection, "grid") == []


def test_an_area_is_the_same_however_it_is_written() -> None:
    written = ("Väli  Tie", {"place": "väli tie"}, {"municipality": " VÄLI TIE"})
    assert len({area_key(one) for one in written}) == 1
