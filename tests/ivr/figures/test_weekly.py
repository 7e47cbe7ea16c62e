"""The figures read from the database, and as the command tells them."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, insert

from ivr.callbacks.ledger import Request, book
from ivr.clock import HELSINKI
from ivr.commands.figures import command
from ivr.db.tables.callbacks import attempts
from ivr.db.tables.legs import legs
from ivr.figures.ratings import Asked, Ratings
from ivr.figures.reading import contacts_since
from ivr.figures.resolution import AfterNotice, Resolution
from ivr.figures.weekly import weekly
from ivr.lines.store import apply
from ivr.local import open_services
from routing.document import read_document
from tests.ivr.figures.planting import LINE, NAME, answered, called, sits, spoke
from tests.ivr.house import DEMO

MATTI, ANNA, LIISA = "+358401110001", "+358401110002", "+358401110003"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=HELSINKI)
AT = NOW - timedelta(days=10)  # Tuesday of the week that begins on the 9th
DAY = timedelta(days=1)


def week(connection: Connection) -> None:
    """Matti is helped at once; Anna calls again; a withheld caller; Liisa's is written nowhere."""
    sits(connection, AT)
    matti = called(connection, MATTI, AT, notices=("outage-1",))
    spoke(connection, matti, AT, solved=True)
    answered(connection, matti, AT, 5)
    anna = called(connection, ANNA, AT)
    spoke(connection, anna, AT, solved=True)
    answered(connection, anna, AT, 2)
    called(connection, ANNA, AT + DAY, notices=("outage-1",))
    called(connection, ANNA, AT + DAY + timedelta(hours=1))
    withheld = called(connection, "", AT)
    spoke(connection, withheld, AT, solved=True)
    answered(connection, withheld, AT, None)
    liisa = called(connection, LIISA, AT)
    spoke(connection, liisa, AT, solved=None)


def test_a_week_is_told_by_line(either_engine: Engine) -> None:
    with either_engine.begin() as connection:
        week(connection)
        (told,) = weekly(connection, NOW, {LINE: NAME}, 3)
        assert weekly(connection, NOW, {LINE: NAME}, 0) == []
    assert (told.week, told.line) == (date(2026, 11, 9), NAME)
    assert told.resolution == Resolution(resolved=1, not_resolved=1, unknown=2)
    assert told.notices == AfterNotice(heard=2, again=1)
    assert told.survey == Asked(3, (Ratings("effort", 2, 3.5),))


def test_calls_that_we_made_are_nobodys_further_call_and_telephones_count_as_talks(
    either_engine: Engine,
) -> None:
    with either_engine.begin() as connection:
        dialled = called(connection, MATTI, AT)
        leg = {"leg_sid": "CA9", "call_sid": dialled, "team": "t", "accepted_at": AT}
        connection.execute(insert(legs), leg)
        ours = called(connection, MATTI, AT + DAY)
        connection.execute(insert(attempts), attempt_of(connection, ours))
        (contact,) = contacts_since(connection, AT - DAY)
    assert (contact.spoke, contact.solved, contact.notice) == (True, None, False)
    assert MATTI not in contact.person


def attempt_of(connection: Connection, call_sid: str) -> dict[str, object]:
    """A call that we made."""
    request = Request(MATTI, MATTI, LINE, "fi", AT, AT)
    callback = book(connection, request, AT, "asked for")
    times = {"at": AT, "claimed_at": AT, "lease_until": AT}
    row = {"id": "a", "callback_id": callback.id, "number": MATTI, "state": "ended", "epoch": 1}
    return {**row, **times, "call_sid": call_sid, "looks": 0, "rank": 4, "reason": ""}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An installation of its own, with that week."""
    environ = {"LINJA_DATA_DIR": str(tmp_path / "data"), "LINJA_CLOCK": NOW.isoformat()}
    engine = open_services(environ).engine
    with engine.begin() as connection:
        week(connection)
    apply(engine, dict(read_document(DEMO).sections))
    return environ


def test_the_command_tells_each_figure_with_how_many_it_is_of(environ: dict[str, str]) -> None:
    told = CliRunner(env=environ).invoke(command)
    assert told.output == (
        "09.11.2026  customer-service\n"
        "  solved at first contact: 50% of 2 (0 too early to say, 2 unknown)\n"
        "  called again after a notice: 1 of 2\n"
        "  asked: 3, answered: effort 3.5 of 2\n"
    )
    plain = json.loads(CliRunner(env=environ).invoke(command, ["--json"]).output)
    assert plain[0]["first_contacts"]["share"] == 0.5
    none = CliRunner(env=environ).invoke(command, ["--weeks", "0"])
    assert none.output == "No conversations, notices or answers in these weeks.\n"
