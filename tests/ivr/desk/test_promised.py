"""Callbacks and messages on the desk."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from ivr.callbacks.ledger import Change, Request, book, change
from ivr.callbacks.records import every_callback
from ivr.clock import HELSINKI, StoppedClock
from ivr.db.tables.callbacks import callback_events
from ivr.dispatch.people import Joining, join, state_of
from ivr.voicemail.store import Voicemail, keep, listed
from routing.callback import State
from routing.waiting import Wanted
from tests.ivr.accounts.conftest import Browser
from tests.ivr.desk.conftest import Opens
from tests.ivr.dispatch.callbacks import becomes
from tests.ivr.house import LINE

NUMBER = "+358401110001"


@pytest.fixture
def promised(desk: Browser, engine: Engine, clock: StoppedClock) -> str:
    """A callback that Matti asked for, due tomorrow."""
    assert desk
    request = Request(
        number=NUMBER,
        asked_by=NUMBER,
        line=LINE,
        language="fi",
        requested_at=clock.now(),
        due_at=clock.now() + timedelta(days=1),
    )
    with engine.begin() as connection:
        return book(connection, request, clock.now(), "asked", "caller").id


def due_at(engine: Engine) -> datetime:
    with engine.connect() as connection:
        return every_callback(connection)[0].due_at


def test_an_open_callback_is_shown_with_the_days_account(desk: Browser, promised: str) -> None:
    assert promised
    text = desk.sees("/desk/").text
    assert NUMBER in text
    assert "Tänään luvattu 1, niistä avoinna 1" in text


def test_the_account_adds_up(
    desk: Browser, promised: str, engine: Engine, clock: StoppedClock
) -> None:
    assert promised
    with engine.begin() as connection:
        one = every_callback(connection)[0]
        change(connection, one, Change(State.CANCELLED_BY_CALLER, "by key", clock.now(), "caller"))
    text = desk.sees("/desk/").text
    assert "Tänään luvattu 1, niistä avoinna 0 · asiakas perui 1" in text


def test_it_is_rung_now_or_at_a_time_that_is_chosen(
    desk: Browser, promised: str, engine: Engine, clock: StoppedClock
) -> None:
    clock.at = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
    desk.signs_in("aino")
    assert desk.sends(f"/desk/callbacks/{promised}/now").status_code == 303
    assert due_at(engine) == clock.now()
    assert (
        desk.sends(f"/desk/callbacks/{promised}/later", at="2026-11-24T13:30").status_code == 303
    )
    assert due_at(engine) == datetime(2026, 11, 24, 13, 30, tzinfo=HELSINKI)
    for wrong in ("2026-11-01T13:30", "soon", ""):
        assert desk.sends(f"/desk/callbacks/{promised}/later", at=wrong).status_code == 409


def test_another_number_is_rung_if_it_may_be(desk: Browser, promised: str, engine: Engine) -> None:
    other = f"/desk/callbacks/{promised}/number"
    assert desk.sends(other, number="040 111 0009").status_code == 303
    with engine.connect() as connection:
        assert every_callback(connection)[0].number == "+358401110009"
    assert desk.sends(other, number="0600 12345").status_code == 409


def test_it_is_cancelled_with_a_reason_and_a_name(
    desk: Browser, promised: str, engine: Engine
) -> None:
    cancel = f"/desk/callbacks/{promised}/cancel"
    assert desk.sends(cancel, reason=" ").status_code == 409
    assert desk.sends(cancel, reason="soitti itse").status_code == 303
    with engine.connect() as connection:
        assert every_callback(connection)[0].state == "cancelled_by_staff"
        last = connection.execute(
            select(callback_events).order_by(callback_events.c.id.desc()).limit(1)
        ).one()
    assert (last.who, last.why) == ("aino", "soitti itse")
    assert desk.sends(cancel, reason="again").status_code == 409


def test_who_only_looks_sees_no_whole_number(opens: Opens, promised: str) -> None:
    assert promised
    text = opens("ville", "viewer").sees("/desk/").text
    assert NUMBER not in text
    assert "+35840*****01" in text


def test_a_message_is_closed_or_made_a_callback(
    desk: Browser, engine: Engine, clock: StoppedClock
) -> None:
    for name in ("one", "two"):
        made = Voicemail(name, "u", f"RE{name}", "CA", LINE, "fi", "any", NUMBER, 12, clock.now())
        with engine.begin() as connection:
            keep(connection, made)
    assert "12 s" in desk.sees("/desk/").text
    assert desk.sends("/desk/voicemails/one/done").status_code == 303
    assert desk.sends("/desk/voicemails/one/done").status_code == 409
    assert desk.sends("/desk/voicemails/two/callback").status_code == 303
    with engine.connect() as connection:
        assert listed(connection) == []
        assert [one.number for one in every_callback(connection)] == [NUMBER]


def test_a_time_at_which_nobody_is_there_is_refused_and_real_ones_are_told(
    desk: Browser, promised: str, engine: Engine
) -> None:
    before = due_at(engine)
    answer = desk.sends(f"/desk/callbacks/{promised}/later", at="2026-11-24T18:30")
    assert answer.status_code == 409
    assert "Seuraavat ajat: 25.11. 8.00, 26.11. 8.00, 27.11. 8.00" in answer.text
    assert due_at(engine) == before


def test_what_stands_in_the_line_leaves_it_for_a_later_time(
    desk: Browser, promised: str, engine: Engine, clock: StoppedClock
) -> None:
    with engine.begin() as connection:
        becomes(connection, promised, State.DUE, clock.now())
        becomes(connection, promised, State.OFFERED, clock.now())
        wanted, now = [Wanted("service-fi")], clock.now()
        join(connection, Joining("callback", promised, LINE, "fi", "any", False, now, wanted), now)
    later = desk.sends(f"/desk/callbacks/{promised}/later", at="2026-11-24T13:30")
    assert later.status_code == 303
    assert due_at(engine) == datetime(2026, 11, 24, 13, 30, tzinfo=HELSINKI)
    with engine.connect() as connection:
        place = state_of(connection, promised)
        assert every_callback(connection)[0].state == "due"
    assert place
    assert place["state"] == "left"


def test_a_days_page_tells_what_became_of_each_promise(desk: Browser, promised: str) -> None:
    assert promised
    text = desk.sees("/desk/promised").text
    assert "Avoinna alussa 0 + luvattu 1 = päättynyt 0 + avoinna 1" in text
    assert NUMBER in text
    assert "Ei soittopyyntöjä" in desk.sees("/desk/promised?day=2020-01-01").text


def test_it_is_not_rung_now_when_nobody_is_there(
    desk: Browser, promised: str, engine: Engine, clock: StoppedClock
) -> None:
    before = due_at(engine)
    clock.at = datetime(2026, 11, 23, 16, 30, tzinfo=HELSINKI)
    desk.signs_in("aino")
    answer = desk.sends(f"/desk/callbacks/{promised}/now")
    assert answer.status_code == 409
    assert "Seuraavat ajat: 24.11. 8.00" in answer.text
    assert due_at(engine) == before


def test_why_something_was_not_done_is_said_in_the_language_of_the_page(
    desk: Browser, promised: str
) -> None:
    path = f"/desk/callbacks/{promised}/cancel"
    assert "Kirjoittakaa, miksi asiakkaalle ei soiteta." in desk.sends(path, reason=" ").text
    desk.sends("/account/language", language="sv")
    assert "Skriv varför kunden inte rings upp." in desk.sends(path, reason=" ").text
