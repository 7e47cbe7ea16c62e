"""The desk's buttons about a call, as an agent presses them while somebody is on the line."""

import pytest

from ivr.accounts import people
from ivr.accounts.roles import Role
from ivr.desk.own import own_offer
from ivr.dispatch.agents import choose_state, keep_agent
from simulator.testing import Call
from tests.ivr.accounts.conftest import PASSWORD, Browser, quick
from tests.ivr.agent_legs.conftest import AINO, SVEA, Floor

__all__ = ["quick"]

ROLES: tuple[Role, ...] = ("agent",)


@pytest.fixture
def desk(floor: Floor) -> Browser:
    """Aino is available, at her desk."""
    now = floor.clock.now()
    floor.does(lambda c: people.add(c, "aino", PASSWORD, ROLES, now))
    floor.does(lambda c: keep_agent(c, "aino", AINO, ["service-fi"], now))
    floor.does(lambda c: choose_state(c, "aino", "available", now))
    floor.exchange.telephones[AINO] = "hand"
    browser = Browser(floor.house.app.test_client())
    browser.signs_in("aino")
    return browser


def presses(floor: Floor, desk: Browser, button: str, **form: str) -> int:
    """Press a button about the call that Aino has now."""
    own = floor.does(lambda connection: own_offer(connection, "aino"))
    answer = desk.sends(f"/desk/call/{button}", offer=own.offer if own else "", **form)
    floor.dispatches()
    return int(answer.status_code)


def talks(floor: Floor, seconds: float = 30) -> tuple[Call, Call]:
    """Matti and Aino have spoken for a while."""
    call = floor.calls()
    agent = floor.meets(call)
    floor.passes(seconds)
    return call, agent


def test_declining_lets_the_telephone_fall_silent_and_the_next_is_asked(
    floor: Floor, desk: Browser
) -> None:
    floor.agent("svea", SVEA, "service-fi")
    call = floor.calls()
    floor.dispatches()
    assert presses(floor, desk, "decline") == 303
    assert floor.last(AINO).ended
    assert (floor.state("aino"), floor.outcomes()[0]) == ("available", "declined")
    floor.rings(SVEA).presses("1")
    call.is_with(SVEA)


def test_a_caller_on_hold_hears_nobody_until_taken_back(floor: Floor, desk: Browser) -> None:
    call, _ = talks(floor)
    assert presses(floor, desk, "hold") == 303
    assert call.leg.talks_with is None
    assert "Palaa puheluun" in desk.sees("/desk/").text
    assert presses(floor, desk, "resume") == 303
    call.is_with(AINO)
    assert "Pidä odottamassa" in desk.sees("/desk/").text


def test_ending_it_at_the_desk_is_a_conversation_however_short(
    floor: Floor, desk: Browser
) -> None:
    call, agent = talks(floor, seconds=1)
    assert presses(floor, desk, "end") == 303
    call.hears("Kuulemiin.").has_ended()
    agent.has_ended()
    assert (floor.state("aino"), floor.outcomes()) == ("wrap_up", ["done"])


def test_handing_on_puts_the_caller_in_the_other_teams_line_in_their_place(
    floor: Floor, desk: Browser
) -> None:
    floor.agent("svea", SVEA, "service-sv")
    call, agent = talks(floor)
    since = floor.row(call)["since"]
    assert presses(floor, desk, "hand-on", team="service-sv") == 303
    agent.has_ended()
    assert (floor.state("aino"), floor.row(call)["since"]) == ("wrap_up", since)
    floor.rings(SVEA).presses("1")
    call.is_with(SVEA)
    assert floor.outcomes() == ["handed_on", ""]
    assert floor.exchange.problems == []


def test_a_team_without_desks_cannot_be_handed_to(floor: Floor, desk: Browser) -> None:
    call, _ = talks(floor)
    assert presses(floor, desk, "hand-on", team="nobody") == 409
    call.is_with(AINO)


def test_a_button_of_a_call_that_has_ended_does_nothing_to_the_next(
    floor: Floor, desk: Browser
) -> None:
    call, agent = talks(floor)
    own = floor.does(lambda connection: own_offer(connection, "aino"))
    assert own
    agent.hangs_up()
    call.has_ended()
    assert desk.sends("/desk/call/end", offer=own.offer).status_code == 409
    assert "Kirjaa puhelu" in desk.sees("/desk/").text
