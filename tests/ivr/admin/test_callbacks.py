"""Callbacks are found, each with its life; what it waits for is told, and numbers stay masked."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.dialects import sqlite

from ivr.admin import callback_list
from ivr.admin.callback_list import GROUPS, Wanted, listed, of_state, read_after
from ivr.backups.holding import hold
from ivr.clock import StoppedClock
from ivr.db.tables.audit import audit
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.web.words import words
from routing.callback import ENDED, State
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.admin.planted import CALLER, SHOWN, promise
from tests.ivr.house import FAULT_LINE, House

PAGE = "/admin/callbacks/"
HOUR = timedelta(hours=1)


@pytest.fixture
def vera(opens: Opens) -> Browser:
    """Vera, who only looks."""
    return opens("vera", "viewer")


def told(browser: Browser, path: str) -> str:
    """The page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", browser.sees(path).text).split())


def test_the_overdue_come_first_then_the_open_then_the_ended(
    vera: Browser, house: House, clock: StoppedClock
) -> None:
    assert house
    now = clock.now()
    with house.services.engine.begin() as connection:
        ended = promise(connection, State.DONE, now - HOUR, number="+358401110009")
        later = promise(connection, State.REQUESTED, now + HOUR, number="+358401110003")
        soon = promise(connection, State.REQUESTED, now, number="+358401110004")
        late = promise(connection, State.DUE, now - HOUR)
    page = vera.sees(PAGE).text
    assert re.findall(r'/admin/callbacks/([0-9a-f]{16})"', page) == [late, soon, later, ended]
    assert page.count('class="overdue"') == 1
    assert "Overdue 1" in page
    assert SHOWN in page
    assert CALLER not in page


def test_pages_follow_each_other_without_a_gap(
    either_engine: Engine, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback_list, "A_PAGE", 4)
    engine, now = either_engine, clock.now()
    with engine.begin() as connection:
        for at in range(18):
            state = (State.DUE, State.REQUESTED, State.DONE)[at % 3]
            due = now + (at // 5 - 2) * HOUR
            promise(connection, state, due, number=f"+3584011{at:05}")
    with engine.connect() as connection:
        wanted, seen, after = Wanted(), list[tuple[str, str]](), ""
        while True:
            found, after = listed(connection, wanted, now, read_after(after))
            seen += [(group, one.id) for group, one in found]
            if not after:
                break
    assert len({id_ for _, id_ in seen}) == len(seen) == 18
    assert [group for group, _ in seen] == sorted((g for g, _ in seen), key=GROUPS.index)


def test_they_are_sifted_by_state_line_and_day(
    vera: Browser, house: House, clock: StoppedClock
) -> None:
    now = clock.now()
    with house.services.engine.begin() as connection:
        done = promise(connection, State.DONE, now, number="+358401110009")
        fault = promise(connection, State.DUE, now, line=FAULT_LINE)
        before = promise(connection, State.DUE, now - 48 * HOUR)
    day = (now - 48 * HOUR).date().isoformat()
    for asked, only in (
        ("state=done", done),
        (f"line=%2B{FAULT_LINE[1:]}", fault),
        (f"day={day}", before),
    ):
        page = vera.sees(f"{PAGE}?{asked}").text
        assert re.findall(r'/admin/callbacks/([0-9a-f]{16})"', page) == [only], asked


@pytest.mark.parametrize(
    "asked",
    [
        "state=x",
        "line=x",
        "day=x",
        "day=0001-01-01",
        "after=x",
        "after=ended~0001-01-01T00:00:00%2B14:00~y",
    ],
)
def test_what_cannot_be_read_is_left_out(vera: Browser, asked: str) -> None:
    assert vera.sees(f"{PAGE}?{asked}").status_code == 200


def test_each_part_of_the_list_is_in_the_order_of_an_index(
    engine: Engine, clock: StoppedClock
) -> None:
    after = read_after(f"open~{clock.now().isoformat()}~a")
    with engine.connect() as connection:
        for group, state in (("overdue", State.DUE), ("open", State.DUE), ("ended", State.DONE)):
            query = of_state(group, state, Wanted(), clock.now(), after, 51)
            sql = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
            plan = " ".join(
                row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"))
            )
            by = "requested_at" if state in ENDED else "due_at"
            assert f"INDEX ix_callbacks_state_{by} (state=?" in plan
            assert "TEMP B-TREE FOR ORDER" not in plan


def test_a_callback_tells_its_life_and_every_call_of_ours(
    vera: Browser, house: House, clock: StoppedClock
) -> None:
    now = clock.now()
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.RINGING, now)
        attempt = {
            "id": "a" * 32,
            "callback_id": id_,
            "number": CALLER,
            "state": "ended",
            "epoch": 1,
            "call_sid": "CA" + "5" * 32,
            **dict.fromkeys(("at", "claimed_at", "lease_until"), now),
            "looks": 0,
            "rank": 0,
            "reason": "no_answer",
        }
        connection.execute(insert(attempts).values(attempt))
    page = told(vera, f"{PAGE}{id_}")
    assert "It waits: for the customer to answer" in page
    assert "due its time has come Linja" in page
    assert "no answer Call" in page
    assert f"/admin/calls/CA{'5' * 32}" in vera.sees(f"{PAGE}{id_}").text


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "for its turn"),
        ({"due_at": 2}, "for a time at which somebody is there"),
        ({"held_until": 1}, "its caller is in a call"),
        ({"held_until": 1, "reason": "cap_hour"}, "for the cap on calls an hour"),
        ({"line": "+358931579999"}, "its line is gone"),
    ],
    ids=str,
)
def test_what_a_due_one_waits_for_is_told(
    vera: Browser, house: House, clock: StoppedClock, values: dict[str, object], why: str
) -> None:
    now = clock.now()
    timed = {name: now + v * HOUR if isinstance(v, int) else v for name, v in values.items()}
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.DUE, now)
        if timed:
            connection.execute(update(callbacks).values(timed))
    assert f"It waits: {why}" in told(vera, f"{PAGE}{id_}")


def test_what_a_restored_backup_holds_says_who_must_release_it(
    vera: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.DUE, clock.now())
        hold(connection)
    assert "until somebody releases it" in told(vera, f"{PAGE}{id_}")


def test_an_administrator_sees_a_number_once_and_that_is_kept(
    opens: Opens, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.DUE, clock.now())
    ada = opens("ada", "administrator")
    assert CALLER not in ada.sees(f"{PAGE}{id_}").text
    assert CALLER in ada.sends(f"{PAGE}{id_}/number").text
    assert CALLER not in ada.sees(f"{PAGE}{id_}").text
    with house.services.engine.connect() as connection:
        rows = connection.execute(select(audit).where(audit.c.what == "number.shown")).all()
    assert [(row.who, row.about) for row in rows] == [("ada", id_)]


def test_whoever_only_looks_is_not_shown_a_number(
    vera: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.DUE, clock.now())
    assert vera.sends(f"{PAGE}{id_}/number").status_code == 403
    assert vera.sends("/admin/callback-search", number=CALLER).status_code == 403
    assert "Show the number" not in vera.sees(f"{PAGE}{id_}").text


def test_an_administrator_finds_the_callbacks_of_a_number(
    opens: Opens, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.DUE, clock.now())
        promise(connection, State.DUE, clock.now(), number="+358401110009")
    ada = opens("ada", "administrator")
    found = ada.sends("/admin/callback-search", number="040 111 0001").text
    assert re.findall(r'/admin/callbacks/([0-9a-f]{16})"', found) == [id_]
    assert CALLER not in found
    assert "not a telephone number" in ada.sends("/admin/callback-search", number="no").text


def test_who_is_erased_is_said_to_be(vera: Browser, house: House, clock: StoppedClock) -> None:
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.DONE, clock.now())
        connection.execute(update(callbacks).values(number="", asked_by=""))
    assert "erased" in told(vera, PAGE)
    assert "Asked for by erased" in told(vera, f"{PAGE}{id_}")


def test_there_is_no_page_of_a_callback_that_is_not(vera: Browser) -> None:
    for id_ in ("0000", "%00"):
        assert vera.sees(f"{PAGE}{id_}").status_code == 404


def test_every_state_has_its_words() -> None:
    plain = {State.OFFERED, State.RINGING, State.UNKNOWN, State.CONNECTED}
    wanted = {f"desk.callback.{one}" for one in State} | {f"calls.waits.{one}" for one in plain}
    assert wanted <= words("fi").keys()


def test_the_overview_and_the_days_list_lead_there(
    vera: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        id_ = promise(connection, State.DUE, clock.now() + HOUR)
    assert f'href="{PAGE}"' in vera.sees("/desk/overview").text
    assert f'href="{PAGE}{id_}"' in vera.sees("/desk/promised").text
