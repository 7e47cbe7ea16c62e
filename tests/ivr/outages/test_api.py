"""Outages over HTTP: what is held, and a person's word on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from ivr.clock import StoppedClock
from ivr.directory.store import put
from ivr.directory.tokens import new_token
from ivr.feeds.manual import add_notice
from ivr.feeds.settings_store import apply_settings
from ivr.outages.api import outages_api
from ivr.services import Services
from ivr.settings import Settings
from outage_feed.outage import MANUAL
from routing.customer import Customer
from tests.ivr.feeds.conftest import application
from tests.ivr.feeds.test_kept import ALERT, give, heard

OUTAGES, GRID, OWN = "/api/v1/outages", "/api/v1/outages/grid/A", "/api/v1/outages/manual/desk-1"
NOTICE = {"id": "desk-1", "by": "Eva", "service": "electricity", "areas": ["29900"]}

Ask = Callable[..., TestResponse]


@pytest.fixture
def services(clock: StoppedClock, either_engine: Engine) -> Services:
    """Each test here runs on SQLite and on PostgreSQL."""
    return Services(Settings(), clock, either_engine)


@pytest.fixture
def ask(services: Services) -> Ask:
    """Ask as a system that may write; keywords are the fields of the body."""
    with services.engine.begin() as connection:
        token = new_token(connection, "crm", "write", services.clock.now())
    client = application(outages_api(services))

    def asked(method: str, path: str, **body: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        given = None if method == "GET" else body
        return client.open(path, method=method, headers=headers, json=given)

    return asked


def ids(answer: TestResponse) -> list[str]:
    return [one["id"] for one in answer.get_json()["outages"]]


def problems(answer: TestResponse) -> list[tuple[str, str]]:
    return [(one["at"], one["problem"]) for one in answer.get_json()["errors"]]


def test_a_notice_is_heard_and_told_with_who_wrote_it(ask: Ask, services: Services) -> None:
    answer = ask("POST", OUTAGES, **NOTICE, estimated_restoration="2026-11-22T19:00:00+02:00")
    told = answer.get_json()
    assert answer.status_code == 201
    assert heard(services) == ["eta"]
    assert (told["source"], told["id"], told["status"], told["open"]) == (
        "manual",
        "desk-1",
        "active",
        True,
    )
    assert told["details"] == {"by": "Eva"}
    assert told["expires_at"] == "2026-11-23T15:00:00+02:00"
    assert [(act["by"], act["act"]) for act in told["acts"]] == [("Eva", "added")]


def test_a_notice_that_is_sent_again_is_the_same(ask: Ask, services: Services) -> None:
    first = ask("POST", OUTAGES, **NOTICE)
    assert isinstance(services.clock, StoppedClock)
    services.clock.at += timedelta(minutes=1)
    again = ask("POST", OUTAGES, **NOTICE)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()
    other = ask("POST", OUTAGES, **NOTICE | {"service": "water"})
    assert (other.status_code, problems(other)) == (
        409,
        [("id", "there is a notice desk-1 already, with other service")],
    )


def test_without_an_id_each_is_a_notice_of_its_own(ask: Ask) -> None:
    own = {name: value for name, value in NOTICE.items() if name != "id"}
    made = {ask("POST", OUTAGES, **own).get_json()["id"] for _ in range(2)}
    assert len(made) == 2
    assert set(ids(ask("GET", OUTAGES))) == made


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"by": "is missing"}),
        ({"by": " "}, {"by": "give a person's name, of at most 100 letters"}),
        ({"by": "Eva", "areas": ["29900"]}, {"service": "Field required"}),
        (NOTICE | {"areas": ["00001"]}, {"areas": "there is no such place: nobody would hear it"}),
        (
            NOTICE | {"estimated_restoration": "2026-11-22T14:00:00+02:00"},
            {"estimated_restoration": "has passed: give a later one, or none"},
        ),
        ({"by": 1, "status": "active"}, {"by": "must be text", "status": "is not known here"}),
    ],
)
def test_all_that_is_wrong_with_a_notice_is_said(
    ask: Ask, body: dict[str, Any], wrong: dict[str, str]
) -> None:
    refused = ask("POST", OUTAGES, **body)
    assert refused.status_code == 400
    assert dict(problems(refused)) == wrong


def test_a_correction_wins_until_it_is_ended(ask: Ask, services: Services) -> None:
    give(services, ALERT)
    said = ask("PATCH", GRID, by="Eva", estimated_restoration=None, reason="unsure").get_json()
    assert heard(services) == ["withdrawn"]
    assert said["estimated_restoration"] == "2026-11-22T19:00:00+02:00"
    assert said["correction"] == {
        "by": "Eva",
        "at": "2026-11-22T15:00:00+02:00",
        "estimate": None,
        "reason": "unsure",
    }
    over = ask("POST", f"{GRID}/end", by="Jan", reason="they were right").get_json()
    assert heard(services) == ["eta"]
    assert "correction" not in over
    assert [(act["by"], act["act"], act["detail"]) for act in over["acts"]] == [
        ("Eva", "corrected", {"estimate": None, "reason": "unsure"}),
        ("Jan", "ended", {"reason": "they were right"}),
    ]
    again = ask("POST", f"{GRID}/end", by="Jan")
    assert (again.status_code, problems(again)) == (
        409,
        [("", "Nobody has said anything of grid A.")],
    )


def test_words_status_and_estimate_can_be_corrected_at_once(ask: Ask, services: Services) -> None:
    give(services, ALERT)
    time = "2026-11-22T21:00:00+02:00"
    words = {
        "estimated_restoration": time,
        "status": "partially_restored",
        "messages": {"fi": "x"},
    }
    told = ask("PATCH", GRID, by="Eva", **words).get_json()["correction"]
    assert (told["status"], told["messages"]) == ("partially_restored", {"fi": "x"})
    assert heard(services) == ["partial_eta"]


def test_what_is_silenced_is_silent_and_still_listed_there(ask: Ask, services: Services) -> None:
    give(services, ALERT)
    told = ask("POST", f"{GRID}/silence", by="Eva", reason="a test").get_json()
    assert heard(services) == []
    assert (told["correction"]["silent"], told["may_be_heard"]) == (True, False)
    assert ids(ask("GET", f"{OUTAGES}?postcode=29900")) == ["A"]


def test_a_notice_of_ones_own_is_ended_as_repaired_once(ask: Ask, services: Services) -> None:
    ask("POST", OUTAGES, **NOTICE)
    assert isinstance(services.clock, StoppedClock)
    services.clock.at += timedelta(minutes=5)
    first = ask("POST", f"{OWN}/end", by="Eva", repaired=True).get_json()
    assert (heard(services), first["open"]) == (["restored"], False)
    services.clock.at += timedelta(minutes=5)
    assert ask("POST", f"{OWN}/end", by="Eva", repaired=True).get_json() == first


@pytest.mark.parametrize(
    ("asked", "status", "at"),
    [
        (("PATCH", GRID, {"by": "Eva"}), 400, ""),
        (("PATCH", GRID, {"by": "Eva", "status": "scheduled"}), 400, "status"),
        (("PATCH", GRID, {"by": "Eva", "estimated_restoration": "19.00"}), 400, "estimated_r"),
        (("PATCH", GRID, {"by": "Eva", "messages": {"fi": "x" * 501}}), 400, "messages.fi"),
        (("POST", f"{GRID}/silence", {"by": "Eva"}), 400, "reason"),
        (("POST", f"{GRID}/silence", {"by": "Eva", "reason": " "}), 400, "reason"),
        (("POST", f"{GRID}/silence", {"reason": "a test"}), 400, "by"),
        (("POST", f"{GRID}/end", {"by": "Eva", "repaired": True}), 400, ""),
        (("POST", f"{GRID}/end", {"by": "Eva", "why": "x"}), 400, "why"),
        (("PATCH", f"{OUTAGES}/grid/Z", {"by": "Eva", "status": "active"}), 404, ""),
        (("PATCH", f"{OUTAGES}/none/A", {"by": "Eva", "status": "active"}), 404, ""),
        (("GET", f"{OUTAGES}/grid/Z", {}), 404, ""),
        (("GET", f"{OUTAGES}/grid/A%00", {}), 404, ""),
        (("GET", f"{OUTAGES}?postcode=299", {}), 400, "postcode"),
        (("GET", f"{OUTAGES}?open=yes&limit=0", {}), 400, "open"),
        (("GET", f"{OUTAGES}?source=a&source=b", {}), 400, "source"),
        (("GET", f"{OUTAGES}?colour=red", {}), 400, "colour"),
        (("GET", f"{OUTAGES}?after=%00", {}), 400, "after"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_place(
    ask: Ask, services: Services, asked: tuple[str, str, dict[str, Any]], status: int, at: str
) -> None:
    method, path, body = asked
    give(services, ALERT)
    refused = ask(method, path, **body)
    assert refused.status_code == status
    assert problems(refused)[0][0].startswith(at)
    assert heard(services) == ["eta"]


def test_what_can_be_done_to_an_outage_is_no_outage(ask: Ask) -> None:
    assert ask("GET", f"{GRID}/end").status_code == 405


def test_an_id_with_slashes_is_sent_percent_encoded(ask: Ask, services: Services) -> None:
    id_ = "https://grid.example/alerts/7"
    give(services, replace(ALERT, id=id_))
    path = f"{OUTAGES}/grid/{quote(id_, safe='')}"
    assert ask("GET", path).get_json()["id"] == id_
    assert ask("POST", f"{path}/silence", by="Eva", reason="x").status_code == 200
    assert heard(services) == []


def test_the_list_is_filtered_and_goes_page_by_page(ask: Ask, services: Services) -> None:
    elsewhere = replace(ALERT, id="B", areas=("00100",))
    give(services, ALERT, elsewhere, replace(ALERT, id="C", status="restored"))
    add_notice(services, {"service": "water", "areas": ["29900"]}, "Eva", "W")
    assert ids(ask("GET", OUTAGES)) == ["A", "B", "C", "W"]
    assert ids(ask("GET", f"{OUTAGES}?source=grid")) == ["A", "B", "C"]
    assert ids(ask("GET", f"{OUTAGES}?postcode=29900")) == ["A", "C", "W"]
    assert ids(ask("GET", f"{OUTAGES}?open=true")) == ["A", "B", "W"]
    assert ids(ask("GET", f"{OUTAGES}?open=false")) == ["C"]
    seen, after = [], ""
    while True:
        page = ask("GET", f"{OUTAGES}?limit=2{after and f'&after={after}'}")
        seen.append(ids(page))
        if page.get_json()["after"] is None:
            break
        after = quote(page.get_json()["after"])
    assert seen == [["A", "B"], ["C", "W"]]


def test_what_waits_for_a_second_person_is_confirmed_by_another(
    ask: Ask, services: Services
) -> None:
    with services.engine.begin() as connection:
        put(connection, Customer("1", postcodes=("29900",)))
    keyed = replace(services, settings=Settings(secret_key="0" * 64))
    apply_settings(keyed, {"sources": {MANUAL: {"confirm_over": 0}}})
    assert ask("POST", OUTAGES, **NOTICE).get_json()["waiting"] == ["29900"]
    assert ids(ask("GET", f"{OUTAGES}?postcode=29900")) == ["desk-1"]
    own = ask("POST", f"{OWN}/confirm", by="Eva")
    assert (own.status_code, problems(own)[0][0]) == (409, "by")
    assert heard(services) == []
    assert "waiting" not in ask("POST", f"{OWN}/confirm", by="Jan").get_json()
    assert heard(services) == ["no_eta"]


def test_who_may_only_read_says_nothing(services: Services) -> None:
    with services.engine.begin() as connection:
        token = new_token(connection, "board", "read", services.clock.now())
    client = application(outages_api(services))
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get(OUTAGES, headers=headers).status_code == 200
    assert client.post(OUTAGES, headers=headers, json=NOTICE).status_code == 403
    assert client.get(OUTAGES).status_code == 401
    assert heard(services) == []


def test_a_major_disturbance_is_declared_and_over(ask: Ask, services: Services) -> None:
    give(services, ALERT)
    path, said = "/api/v1/sources/grid/major", {"by": "Eva", "service": "electricity"}
    told = ask("POST", path, **said).get_json()
    assert told == {
        "source": "grid",
        "service": "electricity",
        "until": "2026-11-23T15:00:00+02:00",
    }
    assert heard(services) == ["major_eta"]
    assert ask("POST", path, **said, over=True).get_json()["until"] is None
    assert heard(services) == ["eta"]


@pytest.mark.parametrize(
    ("source", "body", "status", "at"),
    [
        ("none", {"by": "Eva", "service": "water"}, 404, ""),
        ("grid", {"service": "water"}, 400, "by"),
        ("grid", {"by": "Eva", "service": "roads"}, 400, "service"),
        ("grid", {"by": "E", "service": "heat", "until": "2026-11-22T14:00:00Z"}, 200, ""),
        ("grid", {"by": "E", "service": "heat", "until": "2026-11-22T12:00:00Z"}, 400, "until"),
    ],
)
def test_a_major_disturbance_that_cannot_be_is_refused_with_the_place(
    ask: Ask, services: Services, source: str, body: dict[str, Any], status: int, at: str
) -> None:
    give(services, ALERT)
    answer = ask("POST", f"/api/v1/sources/{source}/major", **body)
    assert answer.status_code == status
    assert status == 200 or [one["at"] for one in answer.get_json()["errors"]] == [at]
