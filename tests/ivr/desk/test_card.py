"""The card tells in words what the call has come with, and what else we have with the number."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert

from ivr.clock import StoppedClock
from ivr.db.tables.journal import calls
from ivr.desk.contacts import Contacts, contacts_of
from ivr.dispatch.decide import decide
from tests.ivr.accounts.conftest import Browser
from tests.ivr.desk.conftest import Waits
from tests.ivr.house import LINE

MATTIS = "+358401110001"


def shown(desk: Browser, waits: Waits, engine: Engine, clock: StoppedClock, **card: object) -> str:
    """What Aino sees of somebody with this card."""
    desk.sends("/desk/state", state="available")
    waits("CA1", **card)
    with engine.begin() as connection:
        assert decide(connection, clock.now())
    return desk.sees("/desk/").text


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("chosen", "valitsi tässä puhelussa"),
        ("purchases 3 of 4", "3 viimeisistä 4 ostoksesta"),
        ("2 customers agree", "sama numeron kaikilla 2 asiakkaalla"),
        ("something new", "ruotsi"),
    ],
)
def test_how_their_language_is_known(
    desk: Browser, waits: Waits, engine: Engine, clock: StoppedClock, why: str, told: str
) -> None:
    text = shown(desk, waits, engine, clock, why=why)
    assert told in text
    assert "something new" not in text


def test_the_estimate_that_they_heard_is_a_time_in_helsinki(
    desk: Browser, waits: Waits, engine: Engine, clock: StoppedClock
) -> None:
    text = shown(desk, waits, engine, clock, heard="2026-11-23T17:00:00+00:00")
    assert "kyllä, arvio 23.11. 19.00" in text


def test_earlier_calls_of_the_number_are_listed(
    desk: Browser, waits: Waits, engine: Engine, clock: StoppedClock
) -> None:
    earlier = clock.now() - timedelta(days=1)
    row = {"call_sid": "CA0", "number": MATTIS, "line": LINE, "started_at": earlier}
    with engine.begin() as connection:
        connection.execute(insert(calls), row)
    text = shown(desk, waits, engine, clock, number=MATTIS)
    assert "Aiemmat puhelut" in text
    assert f"{earlier.astimezone():%-d.%-m.}" in text
    assert "asiakaspalvelu" in text


def test_a_withheld_number_has_no_past(engine: Engine, clock: StoppedClock) -> None:
    row = {"call_sid": "CA0", "number": "", "line": LINE, "started_at": clock.now()}
    with engine.begin() as connection:
        connection.execute(insert(calls), row)
        assert contacts_of(connection, "", "CA1", clock.now()) == Contacts()
