"""A past call is found, read as it was heard, seen on its map, and played again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import Engine, insert, select, update

from ivr.accounts import people
from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from ivr.db.tables.audit import audit
from ivr.db.tables.dispatch import offers, waiting, wrap_ups
from ivr.db.tables.journal import calls
from ivr.db.tables.legs import legs
from ivr.db.tables.surveys import surveys
from ivr.dispatch.agents import keep_agent
from ivr.dispatch.people import Joining, join
from ivr.privacy.erasing import erase_person
from routing.callback import State
from routing.waiting import Wanted
from tests.ivr.accounts.conftest import PASSWORD, Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.admin.notebook import Notebook
from tests.ivr.admin.planted import CALLER, SHOWN, SID, call, numbered, promise
from tests.ivr.house import LINE, MATTI, House, open_house

PAGE = "/admin/calls/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def house(demo: Engine, clock: StoppedClock, notebook: Notebook) -> House:
    """The application, with a journal that is read in the same process."""

    def noting(ports: Ports) -> Ports:
        return replace(ports, journal=notebook)

    return open_house(demo, clock, broken=noting)


@pytest.fixture
def edla(opens: Opens) -> Browser:
    """Edla, who changes drafts of flows."""
    return opens("edla", "editor")


def told(browser: Browser, path: str) -> str:
    """The page without its markup."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", browser.sees(path).text).split()))


def sids(page: str) -> Sequence[str]:
    """The calls that a page lists."""
    return re.findall(r'/admin/calls/(CA[0-9a-f]{32})"', page)


def test_a_call_is_read_as_it_was_heard_with_its_path_lit(
    edla: Browser, house: House, notebook: Notebook, clock: StoppedClock
) -> None:
    made = house.telephone.calls(MATTI.phones[0], LINE)
    clock.at += MINUTE
    made.presses("3").hangs_up()
    notebook.write(house.services.engine)
    heard = told(edla, f"{PAGE}{made.sid}")
    for heard_ in made.transcript:
        assert " ".join(heard_.get("say", "").split()) in heard
    assert "the customer has said so" in heard
    assert "+1 min 0 s Pressed 3" in heard
    assert "Notice for the caller's own place (29900)" in heard
    assert "(1 min 0 s)" in heard
    markup = edla.sees(f"{PAGE}{made.sid}").text
    assert markup.count('href="#turn-') == len({turn.step for turn in notebook.turns})
    assert 'class="step hours passed"' in markup
    assert MATTI.phones[0] not in markup


def test_the_map_is_that_of_the_version_it_ran_on(
    edla: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        call(connection, clock.now(), turns=[{"bundle": "gone"}])
    assert "The map of its version is not held." in told(edla, f"{PAGE}{SID}")


def test_a_call_that_is_over_waits_for_nothing(
    edla: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        call(connection, clock.at, turns=[{"verb": "keys"}])
    assert "waits for a key" in edla.sees(PAGE).text
    with house.services.engine.begin() as connection:
        connection.execute(update(calls).values(ended_at=clock.at + MINUTE))
    over = edla.sees(PAGE).text
    assert ("waits for a key" in over, "the caller hung up" in over) == (False, True)


def test_they_are_sifted(edla: Browser, house: House, clock: StoppedClock) -> None:
    now = clock.now()
    with house.services.engine.begin() as connection:
        noticed = [{"notices": ["grid F-1187"]}]
        call(connection, now, sid=numbered(1), turns=noticed)
        call(connection, now, sid=numbered(2), turns=[{"language": "sv"}])
        call(connection, now, sid=numbered(3), line="faults")
        call(connection, now - 1440 * MINUTE, sid=numbered(4))
        taken = {"call_sid": numbered(4), "leg_sid": "CA1", "team": "x", "accepted_at": now}
        connection.execute(insert(legs).values(taken))
    everything = {1, 2, 3, 4}
    for asked, found in (
        ("", everything),
        ("heard=yes", {1}),
        ("language=sv", {2}),
        ("line=fault-line", set()),
        ("line=customer-service", {1, 2, 4}),
        (f"day={now.date().isoformat()}", {1, 2, 3}),
        ("unreached=yes", {1, 2, 3}),
        ("line=x&day=x&language=x&after=0001-01-01T00:00:00%2B14:00~CA1", everything),
    ):
        listed = sids(edla.sees(f"{PAGE}?{asked}").text)
        assert set(listed) == {numbered(at) for at in found}, asked


def test_a_call_is_found_by_its_sid_and_by_an_administrator_by_its_number(
    opens: Opens, edla: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        call(connection, clock.now())
        call(connection, clock.now(), number="+358401110009", sid=numbered(9))
    assert edla.sends("/admin/call-search", wanted=f" {SID} ").location == f"{PAGE}{SID}"
    refused = edla.sends("/admin/call-search", wanted=CALLER).text
    assert "Only administrators search by number." in refused
    assert sids(refused) == []
    ada = opens("ada", "administrator")
    found = ada.sends("/admin/call-search", wanted="040-1110001").text
    assert sids(found) == [SID]
    assert SHOWN in found
    assert CALLER not in found
    assert "neither a telephone number" in ada.sends("/admin/call-search", wanted="x").text


def test_a_number_is_shown_once_and_that_is_kept(
    opens: Opens, edla: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        call(connection, clock.now())
    ada = opens("ada", "administrator")
    assert CALLER not in ada.sees(f"{PAGE}{SID}").text
    assert CALLER in ada.sends(f"{PAGE}{SID}/number").text
    assert edla.sends(f"{PAGE}{SID}/number").status_code == 403
    with house.services.engine.connect() as connection:
        rows = connection.execute(select(audit).where(audit.c.what == "number.shown")).all()
    assert [(row.who, row.about) for row in rows] == [("ada", SID)]


def test_withheld_and_erased_numbers_are_told_apart(
    edla: Browser, house: House, clock: StoppedClock
) -> None:
    with house.services.engine.begin() as connection:
        call(connection, clock.now(), number="", sid=numbered(1))
        call(connection, clock.now())
        erase_person(connection, [CALLER], clock.now())
    listed = told(edla, PAGE)
    assert listed.count("number withheld") == listed.count("erased") == 1
    assert "Caller number withheld" in told(edla, f"{PAGE}{numbered(1)}")
    erased = told(edla, f"{PAGE}{SID}")
    assert "Caller erased" in erased
    assert "The words were erased with the caller." in erased
    assert "Valitkaa" not in erased


def test_what_came_of_a_call_is_told(edla: Browser, house: House, clock: StoppedClock) -> None:
    with house.services.engine.begin() as connection:
        call(connection, clock.now())
        id_ = promise(connection, State.DUE, clock.now(), call_sid=SID)
        taken = {"call_sid": SID, "leg_sid": "CA1", "team": "service-fi"}
        connection.execute(insert(legs).values(accepted_at=clock.now(), **taken))
    assert f"/admin/callbacks/{id_}" in edla.sees(f"{PAGE}{SID}").text
    assert "service-fi took the call at 15.00.00" in told(edla, f"{PAGE}{SID}")


def test_the_wait_who_was_asked_and_what_they_noted_are_told(
    edla: Browser, house: House, clock: StoppedClock
) -> None:
    now = clock.now()
    with house.services.engine.begin() as connection:
        call(connection, now)
        people.add(connection, "aino", PASSWORD, ["agent"], now)
        keep_agent(connection, "aino", "+358931570010", ["service-fi"], now)
        wants = [Wanted("service-fi")]
        person = Joining("call", SID, LINE, "fi", "any", False, now, wants, {})
        id_ = join(connection, person, now)
        met_at = now + 2 * MINUTE
        values = {"met_at": met_at, "left_at": now + 5 * MINUTE, "left_why": "served"}
        connection.execute(update(waiting).values(told_seconds=90, state="left", **values))
        offer = {"id": "o", "waiting_id": id_, "agent": "aino", "team": "service-fi"}
        done = {"state": "ended", "outcome": "done", "met_at": met_at, "made_at": now}
        connection.execute(insert(offers).values(**offer, **done))
        noted = {"offer_id": "o", "agent": "aino", "code": "bill", "note": "secret"}
        connection.execute(insert(wrap_ups).values(**noted, solved=True, at=now))
        survey = {"call_sid": SID, "line": LINE, "number": "", "question": "q", "answer": 4}
        connection.execute(insert(surveys).values(**survey, asked_at=now))
    shown = told(edla, f"{PAGE}{SID}")
    assert "was told 2 min · met an agent after 2 min 0 s · was served" in shown
    assert re.search(r"aino service-fi .* they spoke · bill · solved at once", shown)
    assert "Gave the mark 4" in shown
    assert "secret" not in shown


def test_the_same_call_is_played_on_todays_draft(
    edla: Browser, house: House, notebook: Notebook
) -> None:
    made = house.telephone.calls(MATTI.phones[0], LINE).presses("3")
    made.hangs_up()
    notebook.write(house.services.engine)
    markup = edla.sees(f"{PAGE}{made.sid}").text
    at = unescape(re.findall(r'href="(/admin/flows/customer-service/try[^"#]*)', markup)[0])
    played = told(edla, at)
    assert "Arvioitu korjausaika on" in played
    assert "Caller: 3" in played
    assert "closed=yes" in at
    assert made.transcript[-1]["say"] in played
    assert 'value="29900"' in edla.sees(at).text


def test_there_is_no_page_of_a_call_that_is_not(edla: Browser) -> None:
    for sid in (SID, "%00", "a b"):
        assert edla.sees(f"{PAGE}{sid}").status_code == 404
