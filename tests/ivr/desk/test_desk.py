"""An agent's desk: their state, who waits, and what they write afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from ivr.accounts import people
from ivr.clock import StoppedClock
from ivr.db.tables.dispatch import wrap_ups
from ivr.desk.glance import TOKEN_PLACE
from ivr.dispatch import offers
from ivr.dispatch.agents import find_agent, keep_agent, tidy
from ivr.dispatch.decide import decide
from ivr.lines.store import apply
from ivr.voicemail.store import Voicemail, keep
from routing.document import read_document
from tests.ivr.accounts.conftest import PASSWORD, Browser
from tests.ivr.desk.conftest import Opens, Waits
from tests.ivr.house import LINE

WRAP_UP = """
teams:
  service-fi:
    {language: fi, desk: true, wrap_up: {seconds: 60, codes: [fault, bill], required: true}}
"""


def state(engine: Engine) -> str:
    with engine.connect() as connection:
        found = find_agent(connection, "aino")
    assert found
    return found.state


def offered(engine: Engine, clock: StoppedClock) -> str:
    with engine.begin() as connection:
        made = decide(connection, clock.now())
    assert made
    return made.offer


def talked(engine: Engine, clock: StoppedClock) -> str:
    """Let Aino take whoever waits, speak with them, and be in wrap-up."""
    id_ = offered(engine, clock)
    with engine.begin() as connection:
        offers.accepted(connection, id_, "CA1", clock.now())
        offers.met(connection, id_, clock.now())
        offers.ended(connection, id_, "done", clock.now(), timedelta(seconds=60))
    return id_


def test_an_agent_becomes_available_and_goes_away(desk: Browser, engine: Engine) -> None:
    assert "<strong>poissa</strong>" in desk.sees("/desk/").text
    assert desk.sends("/desk/state", state="available").status_code == 303
    assert state(engine) == "available"
    assert "<strong>vapaana</strong>" in desk.sees("/desk/").text
    desk.sends("/desk/state", state="away")
    assert state(engine) == "away"


def test_what_cannot_be_is_said_on_the_desk(desk: Browser, engine: Engine) -> None:
    answer = desk.sends("/desk/state", state="busy")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert state(engine) == "away"


def test_a_wait_over_night_is_told_in_hours(desk: Browser, waits: Waits) -> None:
    waits("yesterday", minutes=605)
    assert "pisin odotus 10 t 5 min" in desk.sees("/desk/").text


def test_who_waits_is_shown_in_order(desk: Browser, waits: Waits) -> None:
    waits("late", minutes=1)
    waits("early", minutes=12)
    text = desk.sees("/desk/").text
    assert text.index(">12 min</td>") < text.index(">1 min</td>")
    assert "service-fi: 2, pisin odotus 12 min" in text
    assert "ruotsi" in text


def test_the_card_tells_what_is_known_of_who_is_offered(
    desk: Browser, waits: Waits, engine: Engine, clock: StoppedClock
) -> None:
    desk.sends("/desk/state", state="available")
    card = {
        "who": "1001",
        "customers": 1,
        "number": "+358401110001",
        "why": "preference",
        "place": "29900",
        "heard": "none",
        "behalf": True,
    }
    waits("CA1", minutes=3, **card)
    offered(engine, clock)
    text = desk.sees("/desk/").text
    for told in ("1001", "todennäköisesti", "29900", "toisen puolesta", "3 min"):
        assert told in text
    assert "asiakas on kertonut sen" in text
    assert "kyllä, ilman aika-arviota" in text
    assert "Puhelimenne soi pian" in text


def test_nothing_is_drawn_anew_while_nothing_changes(desk: Browser, waits: Waits) -> None:
    first = desk.sees("/desk/board")
    version = first.text.partition('value="')[2].partition('"')[0]
    assert desk.sees(f"/desk/board?version={version}").status_code == 204
    waits("CA1")
    assert desk.sees(f"/desk/board?version={version}").status_code == 200


def test_a_board_whose_session_is_over_leads_to_signing_in(
    desk: Browser, clock: StoppedClock
) -> None:
    clock.at += timedelta(hours=3)
    for board in ("/desk/board", "/desk/overview/board"):
        asked = desk.client.get(board, headers={"HX-Request": "true"})
        assert (asked.status_code, asked.headers.get("HX-Refresh")) == (401, "true"), board
    assert desk.sees("/desk/").location == "/sign-in?to=/desk/"


def test_wrap_up_wants_a_code_where_the_team_says_so(
    desk: Browser, waits: Waits, engine: Engine, clock: StoppedClock
) -> None:
    apply(engine, read_document(WRAP_UP).sections)
    desk.sends("/desk/state", state="available")
    waits("CA1")
    id_ = talked(engine, clock)
    assert "Kirjaa puhelu" in desk.sees("/desk/").text
    refused = desk.sends("/desk/wrap-up", note="x")
    assert refused.status_code == 409
    assert "Valitse, mitä puhelu koski." in refused.text
    assert desk.sends("/desk/wrap-up", code="gossip").status_code == 409
    assert state(engine) == "wrap_up"
    desk.sends("/desk/wrap-up", code="bill", note=" maksettu ", solved="yes")
    assert state(engine) == "available"
    with engine.connect() as connection:
        row = connection.execute(select(wrap_ups)).one()
    assert (row.offer_id, row.agent, row.code, row.note, row.solved) == (
        id_,
        "aino",
        "bill",
        "maksettu",
        True,
    )


def test_an_open_desk_keeps_an_agent_available(
    desk: Browser, engine: Engine, clock: StoppedClock
) -> None:
    desk.sends("/desk/state", state="available")
    clock.at += timedelta(seconds=30)
    desk.sees("/desk/board")
    with engine.connect() as connection:
        found = find_agent(connection, "aino")
    assert found
    assert found.seen_at == clock.now()


def test_who_only_looks_does_nothing(opens: Opens, desk: Browser, engine: Engine) -> None:
    viewer = opens("ville", "viewer")
    assert "Katselette" in viewer.sees("/desk/").text
    assert viewer.sends("/desk/state", state="available").status_code == 403
    assert state(engine) == "away"
    assert desk


def test_the_desk_speaks_the_agents_language(desk: Browser) -> None:
    desk.sends("/account/language", language="sv")
    assert "Arbetsbord" in desk.sees("/desk/").text


def test_desks_that_ask_share_what_was_read_for_a_second(
    desk: Browser, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.desk.glance.KEPT_SECONDS", 3600.0)
    first = desk.sees("/desk/board")
    version = first.text.partition('value="')[2].partition('"')[0]
    waits("CA1")
    assert desk.sees(f"/desk/board?version={version}").status_code == 204
    assert "ruotsi" in desk.sees("/desk/").text  # who comes to the page sees it as it is
    assert desk.sees(f"/desk/board?version={version}").status_code == 200


def test_what_is_shared_carries_nobodys_token(
    desk: Browser, opens: Opens, engine: Engine, clock: StoppedClock
) -> None:
    made = Voicemail("one", "u", "RE1", "CA", LINE, "fi", "any", "+358401110001", 12, clock.now())
    with engine.begin() as connection:
        keep(connection, made)
        people.add(connection, "eeva", PASSWORD, ["agent"], clock.now())
        keep_agent(connection, "eeva", "+358931570011", ["service-fi"], clock.now())
    eeva = opens("ville", "viewer")
    eeva.signs_in("eeva")
    texts = [browser.sees("/desk/board").text for browser in (desk, eeva)]
    assert desk.token != eeva.token
    assert [desk.token in text for text in texts] == [True, False]
    assert [eeva.token in text for text in texts] == [False, True]
    assert not [text for text in texts if TOKEN_PLACE in text]


def test_who_is_no_agent_any_more_gets_nobody_and_sees_no_card(
    desk: Browser, waits: Waits, engine: Engine, clock: StoppedClock
) -> None:
    desk.sends("/desk/state", state="available")
    waits("CA1", number="+358401110001", who="Matti Meikäläinen")
    offered(engine, clock)
    assert "Matti Meikäläinen" in desk.sees("/desk/").text
    with engine.begin() as connection:
        people.set_roles(connection, "aino", ["viewer"])
    assert "Matti Meikäläinen" not in desk.sees("/desk/").text


def test_the_desk_of_who_is_no_agent_any_more_keeps_nobody_available(
    desk: Browser, engine: Engine, clock: StoppedClock
) -> None:
    desk.sends("/desk/state", state="available")
    with engine.begin() as connection:
        people.set_roles(connection, "aino", ["viewer"])
    for _ in range(4):
        clock.at += timedelta(seconds=25)
        desk.sees("/desk/board")
    with engine.begin() as connection:
        tidy(connection, clock.now())
    assert state(engine) == "away"
