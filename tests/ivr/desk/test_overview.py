"""The supervisor's page: who waits, what was promised, what holds calls back, figures."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, update

from ivr.accounts import people
from ivr.accounts.roles import Role
from ivr.callbacks.ledger import Change, Request, book, change
from ivr.callbacks.records import every_callback
from ivr.callbacks.stopped import stop_ringing
from ivr.clock import StoppedClock
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from ivr.db.tables.ringing import dials
from ivr.desk.overseen import Told, caps_now, teams_now, told_today
from ivr.desk.overview import Kept
from ivr.dispatch.agents import all_agents, choose_state, keep_agent
from ivr.dispatch.decide import decide
from ivr.lines.store import apply
from routing.callback import State
from routing.caps import Caps
from routing.document import read_document
from tests.ivr.accounts.conftest import PASSWORD, Browser
from tests.ivr.desk.conftest import Opens, Waits
from tests.ivr.figures.planting import answered, called, sits, spoke
from tests.ivr.house import DEMO, LINE

NUMBER = "+358401110001"


@pytest.fixture
def page(opens: Opens) -> Browser:
    """A supervisor's browser."""
    return opens("sirpa", "administrator")


def asks(engine: Engine, now: datetime, number: str = NUMBER) -> None:
    """Have somebody ask for a callback."""
    with engine.begin() as connection:
        book(connection, Request(number, number, LINE, "fi", now, now), now, "asked")


@pytest.mark.parametrize(
    ("role", "status"),
    [("administrator", 200), ("viewer", 200), ("publisher", 200), ("agent", 403)],
)
def test_who_is_responsible_sees_it_and_agents_do_not(
    opens: Opens, role: Role, status: int
) -> None:
    browser = opens("sirpa", role)
    assert browser.sees("/desk/overview").status_code == status
    assert browser.sees("/desk/overview/board").status_code == status


def test_nobody_there_is_said_too(page: Browser) -> None:
    text = page.sees("/desk/overview").text
    for word in ("Kukaan ei odota", "Soittopyynnöt tänään", "Soittomme ja niiden rajat"):
        assert word in text


def test_who_waits_is_told_by_team_beside_its_agents(
    page: Browser, waits: Waits, engine: Engine, clock: StoppedClock
) -> None:
    assert page
    waits("CA1", minutes=12)
    waits("CA2", minutes=3)
    with engine.begin() as connection:
        people.add(connection, "aino", PASSWORD, frozenset({"agent"}), clock.now())
        keep_agent(connection, "aino", "+358931570010", ["service-fi"], clock.now())
        choose_state(connection, "aino", "available", clock.now())
        (team,) = teams_now(connection, [], all_agents(connection), clock.now())
    assert (team.team, team.waiting, team.longest_seconds) == ("service-fi", 2, 12 * 60)
    assert team.agents == {"available": 1}
    with engine.begin() as connection:
        assert decide(connection, clock.now())
        (ringing,) = teams_now(connection, [], all_agents(connection), clock.now())
    assert (ringing.waiting, ringing.longest_seconds) == (2, 12 * 60)  # as the line below tells
    assert ringing.agents == {"offered": 1}
    text = page.sees("/desk/overview").text
    assert "12 min" in text
    assert "aino" in text


def test_what_has_not_changed_is_not_sent_again(page: Browser, waits: Waits) -> None:
    drawn = page.sees("/desk/overview").text
    stamp = drawn.split('name="version" value="')[1].split('"')[0]
    assert page.sees(f"/desk/overview/board?version={stamp}").status_code == 204
    waits("CA1")
    again = page.sees(f"/desk/overview/board?version={stamp}")
    assert again.status_code == 200
    assert "<html" not in again.text


def test_the_days_callbacks_add_up_on_the_page(
    page: Browser, engine: Engine, clock: StoppedClock
) -> None:
    for number in (NUMBER, "+358401110002", "+358401110003"):
        asks(engine, clock.now(), number)
    with engine.begin() as connection:
        one = every_callback(connection)[0]
        change(connection, one, Change(State.CANCELLED_BY_CALLER, "by key", clock.now(), "caller"))
    text = page.sees("/desk/overview").text
    assert "luvattu 3 = päättynyt 1 + avoinna 2" in text


def test_a_cap_that_is_reached_is_shown_with_how_many_wait(
    page: Browser, engine: Engine, clock: StoppedClock
) -> None:
    now = clock.now()
    asks(engine, now)
    held = {"state": "due", "held_until": now + timedelta(minutes=5), "reason": "cap_hour"}
    row = {"attempt_id": "a", "number": NUMBER, "at": now, "settled": True}
    with engine.begin() as connection:
        connection.execute(update(callbacks).values(**held))
        cost = {"micros_a_minute": 100_000, "cost_micros": 1_500_000}
        connection.execute(insert(dials), {**row, **cost})
        stop_ringing(connection, "+358401110009", "CA9", now)
        caps = Caps(an_hour=1, prefixes_an_hour={"+35840": 5})
        found = {one.cap: one for one in caps_now(connection, caps, now)}
    assert (found["hour"].used, found["hour"].waiting, found["hour"].is_reached) == (1, 1, True)
    assert (found["prefix"].used, found["prefix"].is_reached) == (1, False)
    assert found["money"].used == 1.5
    assert found["number"].is_reached is False
    apply(engine, {"callbacks": {"caps": {"an_hour": 1}}})
    text = page.sees("/desk/overview").text
    assert "raja täynnä, 1 odottaa" in text
    assert "1,50 / 500 €" in text


def test_told_is_compared_with_how_long_it_was(
    page: Browser, waits: Waits, engine: Engine, clock: StoppedClock
) -> None:
    assert page
    for ref, told, took in (("CA1", 300, 240), ("CA2", 300, 600)):
        waits(ref)
        met = {"told_seconds": told, "met_at": clock.now() + timedelta(seconds=took)}
        with engine.begin() as connection:
            connection.execute(update(waiting).where(waiting.c.ref == ref).values(**met))
    with engine.connect() as connection:
        assert told_today(connection, clock.now()) == Told(2, 300, 420, 1)
        assert told_today(connection, clock.now() + timedelta(days=1)) == Told()


def test_figures_of_the_weeks_stand_on_the_page(
    page: Browser, engine: Engine, clock: StoppedClock
) -> None:
    at = clock.now() - timedelta(days=8)
    with engine.begin() as connection:
        sits(connection, at)
        sid = called(connection, NUMBER, at, notices=("outage-1",))
        spoke(connection, sid, at, solved=True)
        answered(connection, sid, at, 4)
    text = page.sees("/desk/overview").text
    assert "<strong>100 %</strong> (1 / 1)" in text
    assert "<strong>0 %</strong> (0 / 1)" in text
    assert "helppous <strong>4,0</strong> (1)" in text


def test_what_is_kept_is_read_anew_after_its_time() -> None:
    now = [0.0]
    kept: Kept[int] = Kept(5, lambda: now[0])
    read = iter(range(9))
    seen = []
    for moment in (0, 4.9, 5, 9, 10):
        now[0] = moment
        seen.append(kept.get(lambda: next(read)))
    assert seen == [0, 0, 1, 1, 2]


def test_every_desk_is_listed_even_if_nobody_waits(page: Browser, engine: Engine) -> None:
    sections = dict(read_document(DEMO).sections)
    teams = {"nobody-waits": {"language": "fi", "desk": True}}
    apply(engine, {"teams": {**sections["teams"], **teams}})
    assert "nobody-waits" in page.sees("/desk/overview").text
