"""Asking over HTTP what a call would be told: the answer is the call's own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import update

from ivr.clock import HELSINKI, StoppedClock
from ivr.db.tables.customers import customers
from ivr.directory.store import put
from ivr.directory.tokens import new_token
from routing.customer import Customer
from tests.ivr.house import LINE, House

MATTI, ANNA, KAISA = "+358401110001", "+358401110002", "+358401110003"
SHARED, LIISA = "+358401110004", "+358401110006"

Ask = Callable[..., tuple[int, Any]]


HOMES = (
    Customer("3", phones=(KAISA,), language="fi", postcodes=("00100", "29900")),
    Customer("4a", phones=(SHARED,), postcodes=("29900",)),
    Customer("4b", phones=(SHARED,), postcodes=("33100",)),
    Customer("6", phones=(LIISA,), postcodes=("33100",)),
)


@pytest.fixture
def clock() -> StoppedClock:
    """Monday, while somebody is there."""
    return StoppedClock(datetime(2026, 11, 23, 15, 0, tzinfo=HELSINKI))


@pytest.fixture
def ask(house: House) -> Ask:
    with house.services.engine.begin() as connection:
        for home in HOMES:
            put(connection, home)
    with house.services.engine.begin() as connection:
        token = new_token(connection, "desk", "read", house.services.clock.now())

    def asked(**query: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        answer = house.client.get("/api/v1/notices", query_string=query, headers=headers)
        return answer.status_code, answer.get_json()

    return asked


def test_mattis_notice_is_told_with_language_team_and_reasons(ask: Ask) -> None:
    status, told = ask(phone=MATTI)
    (place,) = told["places"]
    (notice,) = place["notices"]
    assert status == 200
    assert told["language"] == {"name": "fi", "why": "preference"}
    assert told["team"] == {"name": "service-fi", "why": "speaks fi"}
    assert (told["customers"], told["withheld"], told["ask_postcode"]) == (1, False, False)
    assert (place["postcode"], place["registered"], place["text"]) == ("29900", True, {})
    assert (notice["service"], notice["state"]) == ("electricity", "eta")
    assert notice["text"] == {
        "fi": "Asiakastietojen mukaisella postinumeroalueellanne kaksi yhdeksän yhdeksän nolla "
        "nolla on sähkönjakelun häiriö. Arvioitu korjausaika on tänään kello yhdeksäntoista.",
        "sv": "Enligt våra kunduppgifter är ert postnummer två nio nio noll noll. I området pågår "
        "ett elavbrott. Felet beräknas vara åtgärdat i dag klockan nitton.",
        "en": "According to our records, your postcode is two nine nine zero zero. In that area "
        "there is a power cut. We expect it to be repaired by seven p.m. today.",
    }
    assert told["reasons"] == [
        "One customer is known.",
        "Language fi: preference.",
        "A notice is heard for 29900, before any menu.",
        "Team service-fi: speaks fi; open.",
    ]


@pytest.mark.parametrize("phone", [MATTI, ANNA])
def test_a_call_hears_the_same_words(ask: Ask, house: House, phone: str) -> None:
    told = ask(phone=phone)[1]
    language = told["language"]["name"]
    call = house.telephone.calls(phone, LINE)
    for notice in told["places"][0]["notices"]:
        call.hears(notice["text"][language])


def test_both_places_of_one_customer_are_told(ask: Ask) -> None:
    told = ask(phone=KAISA)[1]
    assert [place["postcode"] for place in told["places"]] == ["00100", "29900"]


def test_a_number_of_two_customers_tells_no_place_but_asks_for_it(ask: Ask) -> None:
    told = ask(phone=SHARED)[1]
    assert (told["customers"], told["customer_id"], told["places"]) == (2, None, [])
    assert told["ask_postcode"] is True


@pytest.mark.parametrize("phone", ["anonymous", "266696687"])
def test_a_withheld_number_is_nobody(ask: Ask, phone: str) -> None:
    status, told = ask(phone=phone)
    assert (status, told["withheld"], told["customers"], told["places"]) == (200, True, 0, [])


def test_a_postcode_alone_is_told_as_somebodys_address(ask: Ask) -> None:
    told = ask(postcode="29900")[1]
    (place,) = told["places"]
    assert (told["customers"], place["registered"]) == (0, False)
    assert "asiakastietojen" not in place["notices"][0]["text"]["fi"].lower()


def test_where_nothing_is_known_it_says_so_only_if_somebody_would_know(ask: Ask) -> None:
    status, told = ask(phone=LIISA)
    (place,) = told["places"]
    assert (status, place["notices"], place["covered"]) == (200, [], True)
    assert place["text"]["fi"].startswith("Meillä ei ole nyt tiedossa häiriötä")
    (box,) = ask(postcode="00011")[1]["places"]
    assert box["kind"] != "area"
    assert "ei ole nyt tiedossa" not in box["text"]["fi"]


def test_a_customer_is_found_by_e_mail_and_by_identifier(ask: Ask, house: House) -> None:
    someone = Customer("77", emails=("Eeva@Example.com",), language="sv", postcodes=("29900",))
    with house.services.engine.begin() as connection:
        put(connection, someone)
    by_mail, by_name = ask(email="eeva@example.COM")[1], ask(customer_id="77")[1]
    assert by_mail == by_name
    assert (by_mail["customer_id"], by_mail["language"]["name"]) == ("77", "sv")
    assert by_mail["places"][0]["notices"][0]["state"] == "eta"
    assert ask(email="nobody@example.com")[1]["customers"] == 0
    assert ask(customer_id="78")[0] == 404


def test_another_place_may_be_asked_for(ask: Ask) -> None:
    told = ask(phone=LIISA, postcode="29900")[1]
    (place,) = told["places"]
    assert (place["postcode"], place["registered"]) == ("29900", False)


def test_it_is_answered_as_the_line_that_is_named(ask: Ask) -> None:
    told = ask(phone=MATTI, line="delivery")[1]
    assert told["line"]["name"] == "delivery"
    assert all(not place["notices"] for place in told["places"])
    assert told["team"]["name"] == "delivery"


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ({}, ""),
        ({"phone": MATTI, "email": "a@b.fi"}, ""),
        ({"phone": "12"}, "phone"),
        ({"postcode": "2990"}, "postcode"),
        ({"phone": MATTI, "line": "nowhere"}, "line"),
        ({"fone": MATTI, "postcode": "29900"}, "fone"),
        ({"email": "x" * 300}, "email"),
        ({"email": ["a@b.fi", "c@d.fi"]}, "email"),
    ],
)
def test_what_cannot_be_answered_is_named(ask: Ask, query: dict[str, Any], at: str) -> None:
    status, answer = ask(**query)
    assert (status, [error["at"] for error in answer["errors"]]) == (400, [at])


def test_everything_wrong_is_said_at_once(ask: Ask) -> None:
    answer = ask(phone="12", postcode="x", line="nowhere")[1]
    assert [error["at"] for error in answer["errors"]] == ["phone", "postcode", "line"]


def test_when_closed_it_says_why_and_until_when(ask: Ask, clock: StoppedClock) -> None:
    clock.at = datetime(2026, 12, 6, 12, 0, tzinfo=HELSINKI)
    told = ask(phone=MATTI)[1]
    assert told["opening"]["open"] is False
    assert told["reasons"][-1] == (
        "Team service-fi: speaks fi; closed (holiday), opens 2026-12-08T08:00:00+02:00."
    )


def test_nobody_without_a_token(house: House) -> None:
    assert house.client.get(f"/api/v1/notices?phone={MATTI}").status_code == 401


def test_a_hundred_bad_questions_do_not_stop_the_good_one(ask: Ask) -> None:
    assert {ask(phone="12")[0] for _ in range(100)} == {400}
    assert ask(postcode="29900")[0] == 200


def test_our_own_fault_in_a_customer_is_no_answer(ask: Ask, house: House) -> None:
    with house.services.engine.begin() as connection:
        connection.execute(update(customers).values(services=["nonsense"]))
    assert ask(phone=MATTI)[1]["places"] == []
