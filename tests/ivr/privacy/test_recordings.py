"""The sound of a message goes with whoever left it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from flows.asks import KeepVoicemail
from ivr.clock import StoppedClock
from ivr.db.tables.voicemails import voicemails
from ivr.directory.erasing import erase_everywhere
from ivr.duties import recordings, retention
from ivr.twilio.recordings import RecordingList
from ivr.voicemail.store import close, listed
from tests.ivr.callbacks.office import MATTI, Office, open_office


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Iterator[Office]:
    with open_office(demo, clock) as opened:
        yield opened


def leaves_a_message(office: Office) -> None:
    made = office.exchange.plant.recordings.make("CA1", 7, 0)
    address = office.exchange.plant.recordings.url(made)
    office.asks(KeepVoicemail(address, 7, "any"), number=MATTI, call_sid="CA1")


def at_twilio(office: Office) -> int:
    return len(office.exchange.plant.recordings.by_sid)


def test_it_is_deleted_at_twilio_when_its_person_is_erased(office: Office) -> None:
    leaves_a_message(office)
    with office.engine.begin() as connection:
        erase_everywhere(connection, "1")
    assert at_twilio(office) == 1
    recordings.run(office.house.services)
    recordings.run(office.house.services)
    assert at_twilio(office) == 0
    with office.engine.connect() as connection:
        (row,) = connection.execute(select(voicemails)).mappings()
    assert (row["number"], row["recording"], row["state"]) == ("", "-", "done")


def test_it_is_deleted_some_time_after_it_was_closed(office: Office, clock: StoppedClock) -> None:
    leaves_a_message(office)
    clock.at += timedelta(days=200)
    retention.run(office.house.services)
    recordings.run(office.house.services)
    assert at_twilio(office) == 1, "nobody has dealt with it"
    with office.engine.begin() as connection:
        (message,) = listed(connection)
        close(connection, message, "Aino", "rang back", clock.at)
    for days in (89, 2):
        clock.at += timedelta(days=days)
        retention.run(office.house.services)
        recordings.run(office.house.services)
    assert at_twilio(office) == 0


def test_while_twilio_is_away_it_waits(office: Office) -> None:
    leaves_a_message(office)
    with office.engine.begin() as connection:
        erase_everywhere(connection, "1")
    services = office.house.services
    away = replace(services.settings, twilio_api_url="http://127.0.0.1:9")
    recordings.run(replace(services, settings=away))
    assert at_twilio(office) == 1
    recordings.run(services)
    assert at_twilio(office) == 0


def test_what_twilio_does_not_have_is_gone(office: Office) -> None:
    assert RecordingList(office.house.services.settings).delete("RE" + "0" * 32)
