"""The page's addresses: only beside the simulator, only from the page, and never waiting."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.demo.people import add_people
from ivr.dispatch.agents import choose_state
from ivr.overrides import MovedClock, Overrides, OverridesFile
from ivr.services import Services
from simulator.exchange import Exchange
from simulator.server import served
from simulator.testing import exchange_for
from tests.ivr.accounts.conftest import quick
from tests.ivr.house import LINE, PUBLIC, SETTINGS, House
from tests.processes import soon

__all__ = ["quick"]

MATTI, ANNA = "+358401110001", "+358401110002"
HERE = "http://127.0.0.1:8000"
FROM_THE_PAGE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Page:
    """A browser on this machine, and the exchange behind the page."""

    client: FlaskClient
    exchange: Exchange
    overrides: OverridesFile

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(f"/phone/{path}", base_url=HERE, **more)

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> TestResponse:
        headers = FROM_THE_PAGE if headers is None else headers
        answer = self.client.post(f"/phone/{path}", json=body, headers=headers, base_url=HERE)
        self.exchange.settle()
        return answer

    def calls(self, from_: str, to: str = LINE) -> str:
        answer = self.post("calls", {"from": from_, "to": to})
        assert answer.status_code == 202, answer.text
        sid: str = answer.get_json()["sid"]
        return sid

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.get("state").get_json()
        return state

    def why(self, sid: str) -> dict[str, tuple[str, str]]:
        """What is said of a call, by its heading."""
        found = self.get(f"calls/{sid}").get_json()["why"]
        return {one["about"]: (one["what"], one["because"]) for one in found}


@pytest.fixture
def page(demo: Engine, clock: StoppedClock, tmp_path: Path) -> Iterator[Page]:
    overrides = OverridesFile(tmp_path)
    exchange = exchange_for(None, app_url=PUBLIC)
    with served(exchange) as simulator_url:
        settings = replace(
            SETTINGS, linja_simulator_url=simulator_url, twilio_api_url=simulator_url
        )
        moved = MovedClock(clock, overrides)
        app = create_app(settings, Services(settings, moved, demo, overrides=overrides))
        exchange.plant.webhooks.transport = exchange_for(app).plant.webhooks.transport
        yield Page(app.test_client(), exchange, overrides)


def test_without_the_simulator_there_is_no_page(house: House) -> None:
    for path in ("/phone/", "/phone/state", "/phone/static/phone.js"):
        assert house.client.get(path, base_url=HERE).status_code == 404
    assert house.client.post("/phone/clock", json={"to": "now"}).status_code == 404


def test_the_page_offers_callers_by_name_and_every_line(page: Page) -> None:
    html = page.get("").text
    assert all(text in html for text in (MATTI, ANNA, "anonymous", LINE, "customer-service"))
    assert "Simulation" in html


def test_the_page_runs_nothing_but_its_own_files(page: Page) -> None:
    answer = page.get("")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<style" not in answer.text
    assert "style=" not in answer.text
    assert answer.text.count("<script") == answer.text.count('<script type="module" src=') == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_other_pages_can_do_nothing(page: Page, headers: dict[str, str]) -> None:
    answer = page.post("clock", {"to": "+10"}, headers=headers)
    assert answer.status_code == 403
    assert page.overrides.read() == Overrides()


def test_an_old_browser_tells_by_its_origin(page: Page) -> None:
    assert page.post("clock", {"to": "+10"}, headers={"Origin": HERE}).status_code == 200


def test_another_name_for_this_machine_is_refused(page: Page) -> None:
    answer = page.client.get("/phone/state", base_url="http://evil.example:8000")
    assert answer.status_code == 403


def test_a_call_is_heard_and_pressed(page: Page) -> None:
    sid = page.calls(MATTI)
    (call,) = page.state()["exchange"]["calls"]
    assert (call["sid"], call["wait"]["kind"]) == (sid, "key")
    page.post(f"calls/{sid}/press", {"keys": "0"})
    caller, team = page.state()["exchange"]["calls"]
    assert (caller["wait"]["kind"], team["wait"]["kind"]) == ("ringing", "rings")
    page.post(f"calls/{team['sid']}/answer", {})
    page.post(f"calls/{team['sid']}/press", {"keys": "1"})
    assert page.state()["exchange"]["calls"][0]["talks_with"] == team["to"]


def test_what_has_not_changed_is_not_sent_again(page: Page) -> None:
    page.calls(MATTI)
    same: dict[str, str] = {}

    def is_known() -> bool:
        answer = page.get("state", headers=same)
        same["If-None-Match"] = answer.headers.get("ETag", same.get("If-None-Match", ""))
        return bool(answer.status_code == 304)

    assert soon(is_known)  # the call has come to its first wait
    page.post("broken", {"feed": True})
    changed = page.get("state", headers=same)
    assert (changed.status_code, changed.get_json()["world"]["broken"]) == (200, ["feed"])
    assert len(changed.get_json()["exchange"]["calls"]) == 1


def test_why_matti_hears_what_he_hears(page: Page) -> None:
    why = page.why(page.calls(MATTI))
    assert why["Language"] == ("Finnish", "the customer has stated it")
    assert why["Place"] == ("29900", "the customer's only place")
    assert why["Notice"] == (
        "electricity: broken, with an estimate, Mon 23 Nov 19.00",
        "source grid, fresh, last heard Mon 23 Nov 15.00",
    )
    assert why["Telephones"][0].startswith("service-fi +358931570010, then service-fi")


def test_why_nothing_is_known_of_a_withheld_number(page: Page) -> None:
    why = page.why(page.calls("anonymous"))
    assert why["Caller"][0] == "number withheld"
    assert why["Place"][0] == "not known yet"
    assert "Notice" not in why


def test_why_a_telephone_of_ours_rings(page: Page) -> None:
    sid = page.calls(MATTI)
    page.post(f"calls/{sid}/press", {"keys": "0"})
    team = page.state()["exchange"]["calls"][1]["sid"]
    page.post(f"calls/{team}/answer", {})
    assert page.why(team)["Team"][0] == "service-fi"


def test_why_with_the_database_switched_off(page: Page) -> None:
    page.post("broken", {"database": True})
    why = page.why(page.calls(MATTI))
    assert why["Caller"][0] == "nobody that we know"


def test_requests_are_shown_with_their_documents_and_without_whole_tokens(page: Page) -> None:
    sid = page.calls(MATTI)
    (one,) = page.get(f"calls/{sid}").get_json()["requests"]
    assert (one["path"], one["status"], one["params"]["From"]) == ("/voice/incoming", 200, MATTI)
    assert one["twiml"].startswith("<Response>\n  <Gather")
    assert "…(" in one["twiml"]


@pytest.mark.parametrize(
    ("wanted", "hours"), [("+10", 1 / 6), ("22:00", 7), ("08:00", 17), ("2026-11-23T16:00", 1)]
)
def test_business_time_is_moved(
    page: Page, clock: StoppedClock, wanted: str, hours: float
) -> None:
    assert page.post("clock", {"to": wanted}).get_json()["moved"]
    moved = MovedClock(clock, page.overrides).now() - clock.now()
    assert moved == timedelta(hours=hours)
    assert not page.post("clock", {"to": "now"}).get_json()["moved"]


@pytest.mark.parametrize("wanted", ["", "25:00", "soon", "9999-01-01T00:00", "+9999999"])
def test_a_time_that_is_none_is_refused_with_words(page: Page, wanted: str) -> None:
    answer = page.post("clock", {"to": wanted})
    assert (answer.status_code, repr(wanted) in answer.get_json()["error"]) == (400, True)


@pytest.mark.parametrize("part", ["moon", "register", "redis"])
def test_a_part_that_is_not_there_cannot_break(page: Page, part: str) -> None:
    answer = page.post("broken", {part: True})
    assert (answer.status_code, "is none of" in answer.get_json()["error"]) == (400, True)


@pytest.mark.parametrize("number", ["", "0401110001", "+35840111000111111", "<b>"])
def test_a_number_that_is_none_is_refused_with_words(page: Page, number: str) -> None:
    answer = page.post("calls", {"from": number, "to": LINE})
    assert (answer.status_code, "is no number" in answer.get_json()["error"]) == (400, True)


@pytest.mark.parametrize("path", ["calls/CA1/press", f"calls/CA{'0' * 32}/press", "calls/x/../y"])
def test_a_call_that_is_not_there_is_not_found(page: Page, path: str) -> None:
    assert page.post(path, {"keys": "1"}).status_code == 404


def test_a_call_that_is_over_says_so(page: Page) -> None:
    sid = page.calls(MATTI)
    page.post(f"calls/{sid}/hang-up", {})
    answer = page.post(f"calls/{sid}/press", {"keys": "1"})
    assert (answer.status_code, answer.get_json()) == (409, {"error": "the call has ended"})


def test_what_is_no_object_is_refused(page: Page) -> None:
    assert page.post("clock", []).status_code == 400


def test_with_the_simulator_away_the_page_says_so(
    demo: Engine, clock: StoppedClock, tmp_path: Path
) -> None:
    nowhere = "http://127.0.0.1:9"
    settings = replace(SETTINGS, linja_simulator_url=nowhere, twilio_api_url=nowhere)
    services = Services(settings, clock, demo, overrides=OverridesFile(tmp_path))
    client = create_app(settings, services).test_client()
    answer = client.get("/phone/state", base_url=HERE)
    assert (answer.status_code, json.loads(answer.text)) == (
        502,
        {"error": "The simulator does not answer."},
    )


@pytest.fixture
def agents(demo: Engine, clock: StoppedClock, quick: None) -> None:  # noqa: ARG001 -- as a hash is slow
    """Aino and Björn, away."""
    with demo.begin() as connection:
        add_people(connection, clock.now())


@pytest.mark.usefixtures("agents")
def test_the_agents_telephones_lie_on_the_page_and_ring_there(page: Page) -> None:
    assert 'data-telephone="+358931570061"' in page.get("").text
    assert page.state()["world"]["agents"][0] == {
        "name": "aino",
        "telephone": "+358931570061",
        "state": "away",
        "teams": ["service-fi"],
    }
    assert list(page.exchange.held) == ["+358931570061", "+358931570062"]


@pytest.mark.usefixtures("agents")
def test_what_an_agent_does_is_news(page: Page, demo: Engine, clock: StoppedClock) -> None:
    same = {"If-None-Match": page.get("state").headers["ETag"]}
    assert page.get("state", headers=same).status_code == 304
    with demo.begin() as connection:
        choose_state(connection, "aino", "available", clock.now())
    assert page.get("state", headers=same).status_code == 200
