"""Messages: kept with the call, heard with our credentials, closed by somebody with a name."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from os import getpid
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from flows.asks import KeepVoicemail, Outcome
from ivr.clock import StoppedClock
from ivr.commands.callbacks import command as callbacks
from ivr.commands.voicemail import command as voicemail
from ivr.local import open_services
from ivr.run.runfile import Run, write_run
from ivr.voicemail.store import Voicemail, close, listed
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN
from tests.ivr.callbacks.office import MATTI, Office, open_office
from tests.ivr.house import LINE, set_up

WITHHELD = ""


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Iterator[Office]:
    with open_office(demo, clock) as opened:
        yield opened


def message(office: Office, call_sid: str = "CA1") -> KeepVoicemail:
    """Leave a message of seven seconds."""
    made = office.exchange.plant.recordings.make(call_sid, 7, 0)
    return KeepVoicemail(office.exchange.plant.recordings.url(made), 7, "any")


def kept(office: Office) -> list[Voicemail]:
    with office.engine.connect() as connection:
        return listed(connection)


def test_a_message_is_kept_once(office: Office) -> None:
    left = message(office)
    assert office.asks(left, call_sid="CA1") == Outcome("done")
    assert office.asks(left, call_sid="CA1") == Outcome("done")
    assert office.asks(left, call_sid="CA1", turn=9) == Outcome("done")
    (one,) = kept(office)
    assert (one.number, one.line, one.seconds, one.state) == (MATTI, LINE, 7, "open")
    assert one.received_at == office.now


def test_a_recording_without_an_address_is_not_promised(office: Office) -> None:
    assert office.asks(KeepVoicemail("", 7, "any")) == Outcome("failed")


def test_it_is_closed_once_and_by_name(office: Office) -> None:
    office.asks(message(office))
    (one,) = kept(office)
    with office.engine.begin() as connection:
        assert close(connection, one, "Liisa", "rang them", office.now)
        assert not close(connection, one, "Pekka", "", office.now)
        assert listed(connection) == []
        (closed,) = listed(connection, all_of_them=True)
    assert (closed.state, closed.closed_by, closed.note) == ("done", "Liisa", "rang them")


@pytest.fixture
def run(tmp_path: Path, clock: StoppedClock) -> Iterator[Callable[..., Result]]:
    """A command beside a run with the simulator; one message from Matti, one withheld."""
    environ = {"LINJA_DATA_DIR": str(tmp_path / "data")}
    services = open_services(environ)
    set_up(services.engine)
    with open_office(services.engine, clock) as office:
        office.asks(message(office))
        office.asks(message(office, "CA2"), number=WITHHELD)
        url = office.ringer.services.settings.twilio_api_url
        running = Run(getpid(), 1, "http://127.0.0.1:1")
        simulated = replace(running, simulator_url=url, simulator_account=ACCOUNT_SID)
        write_run(tmp_path / "data", replace(simulated, simulator_token=AUTH_TOKEN))
        yield lambda command, *words: CliRunner(env=environ).invoke(
            command, [str(word) for word in words]
        )
    services.engine.dispose()


Run_ = Callable[..., Result]


def ids(run: Run_) -> list[str]:
    """The open messages, the withheld caller's last."""
    found = json.loads(run(voicemail, "list", "--json").stdout)
    return [one["id"] for one in sorted(found, key=lambda one: not one["number_masked"])]


def test_the_list_shows_no_number(run: Run_) -> None:
    listed_ = run(voicemail, "list")
    assert listed_.exit_code == 0
    assert MATTI not in listed_.stdout
    assert "+35840*****01" in listed_.stdout
    assert "7 s" in listed_.stdout


def test_the_sound_is_fetched_with_the_account(run: Run_, tmp_path: Path) -> None:
    file = tmp_path / "message.wav"
    done = run(voicemail, "fetch", ids(run)[0], file)
    assert done.exit_code == 0, done.output
    assert file.read_bytes()[:4] == b"RIFF"


def test_what_cannot_be_fetched_leaves_no_file(run: Run_, tmp_path: Path) -> None:
    file = tmp_path / "message.wav"
    (tmp_path / "data" / "run.json").unlink()
    done = run(voicemail, "fetch", ids(run)[0], file)
    assert (done.exit_code, list(tmp_path.glob("message*"))) == (1, [])
    assert "account" in done.stderr


def test_closing_takes_a_name(run: Run_) -> None:
    first = ids(run)[0]
    assert run(voicemail, "done", first).exit_code == 2
    assert run(voicemail, "done", first, "--by", "Liisa").exit_code == 0
    again = run(voicemail, "done", first, "--by", "Pekka")
    assert (again.exit_code, again.stderr) == (1, "Error: It was closed by Liisa.\n")


def test_a_message_becomes_a_callback(run: Run_) -> None:
    first, withheld = ids(run)
    assert run(voicemail, "callback", first, "--by", "Liisa").exit_code == 0
    assert ids(run) == [withheld]
    refused = run(voicemail, "callback", withheld, "--by", "Liisa")
    assert (refused.exit_code, "withheld" in refused.stderr) == (1, True)
    assert ids(run) == [withheld]
    (one,) = json.loads(run(callbacks, "--json").stdout)
    assert (one["number_masked"], one["state"], one["line"]) == (
        "+35840*****01",
        "requested",
        LINE,
    )
    assert set(one) == {
        "id",
        "number_masked",
        "line",
        "language",
        "state",
        "reason",
        "requested_at",
        "attempts",
    }


def test_a_callback_is_cancelled_by_name_and_with_a_reason(run: Run_) -> None:
    run(voicemail, "callback", ids(run)[0], "--by", "Liisa")
    (one,) = json.loads(run(callbacks, "--json").stdout)
    assert run(callbacks, "cancel", one["id"], "--by", "Liisa").exit_code == 2
    done = run(callbacks, "cancel", one["id"], "--by", "Liisa", "--reason", "rang herself")
    assert (done.exit_code, done.stdout) == (0, "Cancelled.\n")
    (gone,) = json.loads(run(callbacks, "--json").stdout)
    assert (gone["state"], gone["reason"]) == ("cancelled_by_staff", "rang herself")
    again = run(callbacks, "cancel", one["id"], "--by", "Liisa", "--reason", "x")
    assert (again.exit_code, again.stderr) == (1, "Error: It has ended: cancelled_by_staff.\n")
    assert run(callbacks).stdout == ""


def test_what_does_not_exist_is_told(run: Run_) -> None:
    for words in (
        ("done", "nothing", "--by", "x"),
        ("fetch", "nothing", "file"),
        ("callback", "nothing", "--by", "x"),
    ):
        assert "no such message" in run(voicemail, *words).stderr
    done = run(callbacks, "cancel", "nothing", "--by", "x", "--reason", "y")
    assert "no such callback" in done.stderr
