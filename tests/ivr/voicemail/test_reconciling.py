"""Messages left while the database was away are found in Twilio's list of recordings."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from flows.asks import KeepVoicemail
from flows.verbs import Hangup, Turn
from ivr.clock import StoppedClock
from ivr.duties import voicemail as duty
from ivr.journal.noted import Noted
from ivr.journal.store import add
from ivr.journal.written import read_line
from ivr.twilio.recordings import RecordingList
from ivr.voicemail.reconciling import Strangers, reconcile
from ivr.voicemail.store import Voicemail, close, listed
from simulator.leg import Leg
from tests.ivr.callbacks.office import MATTI, Office, open_office
from tests.ivr.house import LINE, SWEDISH

AN_HOUR, A_MONTH = 3600, 31 * 24 * 3600


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Iterator[Office]:
    with open_office(demo, clock) as opened:
        yield opened


def was_called(office: Office, from_: str = MATTI, to: str = LINE, ago: float = AN_HOUR) -> Leg:
    """A caller who has spoken for seven seconds, so long ago, and of whom nothing is known."""
    leg = office.exchange.dial(from_, to)
    office.exchange.hang_up(leg)
    office.exchange.plant.recordings.make(leg.sid, 7, time.time() - ago)
    return leg


def finds(office: Office, strangers: Strangers | None = None) -> int:
    """Compare the two lists."""
    services = office.ringer.services
    listed_ = RecordingList(services.settings)
    applied = office.ringer.applied.versioned()
    return reconcile(office.engine, services.clock, applied, listed_, strangers or Strangers())


def kept(office: Office, *, all_of_them: bool = False) -> list[Voicemail]:
    with office.engine.connect() as connection:
        return listed(connection, all_of_them=all_of_them)


def test_a_message_that_was_not_written_down_is_found_once(office: Office) -> None:
    leg = was_called(office)
    assert [finds(office), finds(office)] == [1, 0]
    (one,) = kept(office)
    assert (one.number, one.line, one.call_sid) == (MATTI, LINE, leg.sid)
    assert (one.seconds, one.language, one.topic, one.state) == (7, "fi", "any", "open")
    assert abs(office.now - timedelta(hours=1) - one.received_at) < timedelta(seconds=5)


def test_what_is_written_down_or_closed_stays_as_it_is(office: Office) -> None:
    made = office.exchange.plant.recordings.make("CA1", 7, time.time() - AN_HOUR)
    url = office.exchange.plant.recordings.url(made)
    office.asks(KeepVoicemail(url, 7, "bills"), call_sid="CA1")
    (one,) = kept(office)
    with office.engine.begin() as connection:
        close(connection, one, "Liisa", "rang them", office.now)
    assert finds(office) == 0
    (same,) = kept(office, all_of_them=True)
    assert (same.topic, same.closed_by) == ("bills", "Liisa")


def test_a_call_that_may_still_write_it_down_is_let_do_so(office: Office) -> None:
    was_called(office, ago=30)
    assert finds(office) == 0


def test_the_distant_past_is_not_asked_for(office: Office) -> None:
    was_called(office, ago=A_MONTH)
    assert finds(office) == 0


def test_a_withheld_number_is_nobody(office: Office) -> None:
    was_called(office, "anonymous")
    finds(office)
    assert [one.number for one in kept(office)] == [""]


def test_whom_we_have_called_ourselves_is_whom_we_called(office: Office) -> None:
    was_called(office, LINE, SWEDISH)
    finds(office)
    assert [(one.line, one.number) for one in kept(office)] == [(LINE, SWEDISH)]


def test_what_was_left_to_no_line_of_ours_is_looked_up_once(office: Office) -> None:
    was_called(office, MATTI, "+358931579999")
    strangers = Strangers()
    assert finds(office, strangers) == 0
    assert len(strangers.sids) == 1
    assert kept(office) == []
    office.exchange.plant.legs.clear()  # a second look-up would now fail, and be logged
    assert finds(office, strangers) == 0
    assert strangers.of(strangers.version + 1) == set()


def test_one_that_cannot_be_read_stops_no_other(office: Office) -> None:
    office.exchange.plant.recordings.make("CA" + "0" * 32, 7, time.time() - AN_HOUR)
    was_called(office)
    assert [finds(office), finds(office)] == [1, 0]


def test_the_language_is_that_of_the_call_where_the_journal_has_it(office: Office) -> None:
    leg = was_called(office, "+358401110002")
    said = Turn((), Hangup())
    turn = Noted(leg.sid, 2, office.now, "", "customer-service", "sv", "f", "voicemail", said)
    add(office.engine, [read_line(json.loads(turn.to_json()))])
    finds(office)
    assert [(one.call_sid, one.language) for one in kept(office)] == [(leg.sid, "sv")]


def test_the_duty_finds_them(office: Office) -> None:
    was_called(office)
    duty.run(office.ringer.services)
    assert len(kept(office)) == 1


def test_without_twilio_there_is_nothing_to_find(office: Office) -> None:
    was_called(office)
    services = office.ringer.services
    settings = replace(services.settings, twilio_account_sid="", twilio_auth_token="")
    duty.run(replace(services, settings=settings))
    assert kept(office) == []
