"""The demo's people: they sign in with what `linja run` prints, and only beside the simulator."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from ivr.accounts import people
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.demo.people import AGENTS, EVERYBODY, KEEPER, DemoPerson, add_people, still_open
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from tests.ivr.accounts.conftest import Browser
from tests.ivr.house import SETTINGS, set_up

BESIDE = replace(
    SETTINGS,
    linja_simulator_url="http://127.0.0.1:9",
    twilio_api_url="http://127.0.0.1:9",
)


@pytest.fixture
def founded(engine: Engine, clock: StoppedClock) -> Engine:
    """The demo company with its people."""
    set_up(engine)
    with engine.begin() as connection:
        add_people(connection, clock.now())
    return engine


@pytest.mark.parametrize("agent", AGENTS, ids=lambda agent: agent.name)
def test_they_sign_in_and_see_their_desk_in_their_language(
    founded: Engine, clock: StoppedClock, agent: DemoPerson
) -> None:
    browser = Browser(create_app(BESIDE, Services(BESIDE, clock, founded)).test_client())
    assert browser.signs_in(agent.name, agent.password).status_code == 303
    page = browser.sees("/desk/").text
    assert f'lang="{agent.language}"' in page
    assert agent.telephone in page


def test_who_answers_for_the_service_sees_all_of_its_pages(
    founded: Engine, clock: StoppedClock
) -> None:
    browser = Browser(create_app(BESIDE, Services(BESIDE, clock, founded)).test_client())
    assert browser.signs_in(KEEPER.name, KEEPER.password).status_code == 303
    for page in ("flows", "words", "lines", "outages", "calls", "callbacks", "figures", "audit"):
        assert browser.sees(f"/admin/{page}/").status_code == 200


def test_beside_twilio_a_password_in_print_lets_nobody_in(
    founded: Engine, clock: StoppedClock
) -> None:
    browser = Browser(create_app(SETTINGS, Services(SETTINGS, clock, founded)).test_client())
    answers = [browser.signs_in(one.name, one.password).status_code for one in EVERYBODY]
    assert answers == [401, 401, 401]


def test_their_teams_have_desks_and_their_telephones_are_no_teams(founded: Engine) -> None:
    teams = ConfigurationStore(founded).current().teams
    assert all(teams[team].desk for one in AGENTS for team in one.teams)
    rung = {number for team in teams.values() for number in team.dial}
    assert rung.isdisjoint(one.telephone for one in AGENTS)


def test_whose_password_was_changed_is_not_told_with_it(founded: Engine) -> None:
    with founded.begin() as connection:
        assert still_open(connection) == list(EVERYBODY)
        people.set_password(connection, "aino", "an entirely different one")
        assert [one.name for one in still_open(connection)] == ["bjorn", "cecilia"]
