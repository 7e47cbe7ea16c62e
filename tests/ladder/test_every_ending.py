"""
For every shipped flow, at every hour of a week with holidays, with each thing away in turn:
a person who talks, a stored callback, or a message that can be fetched.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
from sqlalchemy import Engine, select, update

from ivr.callbacks.ringing import Ringer, ring_all
from ivr.clock import HELSINKI, StoppedClock
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.outages import sources
from ivr.db.tables.voicemails import voicemails
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from ivr.twilio.recordings import RecordingList
from ivr.twilio.rest import Rest
from ivr.voicemail.reconciling import Strangers, reconcile
from routing.callback import OPEN
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, REST_PATH
from simulator.server import served
from simulator.testing import Call
from tests.ivr.house import FAULT_LINE, LINE
from tests.ladder.endings import (
    CALLBACK,
    EVERYTHING,
    MESSAGE,
    NOTHING,
    PERSON,
    WITHIN_SECONDS,
    Street,
    press_on,
    slowest_seconds,
)
from tests.ladder.outside import Outside
from tests.patience import be_patient

DELIVERY = "+358931570002"
LINES = (LINE, FAULT_LINE, DELIVERY)
MONDAY = datetime(2026, 12, 21, tzinfo=HELSINKI).astimezone(UTC)
EVERY_HOUR = [MONDAY + timedelta(hours=hour) for hour in range(8 * 24)]
BOUNDARIES = [
    datetime.fromisoformat(at).replace(tzinfo=HELSINKI)
    for at in (
        "2026-12-21T07:59",
        "2026-12-21T08:00",
        "2026-12-21T15:59",
        "2026-12-25T10:00",
    )
]
BEFORE_EIGHT = BOUNDARIES[0]
NINE = BOUNDARIES[1] + timedelta(hours=1)
"""What they choose who say yes to whatever is offered: the first time that is an hour ahead."""


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Whole calls are slow, and the stores beneath are tested on both databases."""
    return sqlite_engine


@pytest.fixture
def clock() -> StoppedClock:
    """The Monday before Christmas."""
    return StoppedClock(MONDAY)


@pytest.fixture
def street(outside: Outside, clock: StoppedClock) -> Street:
    with outside.engine.begin() as connection:
        never = {"stale_after_seconds": 10**9, "silent_after_seconds": 10**9}
        connection.execute(update(sources).values(never))
    return Street(outside.engine, clock, outside)


def ends_well(street: Street, line: str, name: str, *, withheld: bool = False) -> str:
    """Call, press on, and tell how it ended; what was said was true."""
    before = street.open_callbacks()
    call = street.calls(line, name, withheld=withheld)
    ended = street.ending(call, before)
    assert ended != NOTHING, (name, line, street.clock.at, call.transcript)
    said = " ".join(event.get("say", "") for event in call.transcript)
    promised = street.open_callbacks() - before
    assert ("Soittopyyntönne on kirjattu" in said) <= promised, call.transcript
    over(call)
    return ended


def over(call: Call) -> None:
    """Hang up, if it is not over."""
    if not call.leg.ended:
        call.hangs_up()


@pytest.mark.parametrize("line", LINES)
def test_at_every_hour_of_the_week(
    street: Street, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_patient(monkeypatch)  # nothing is away here
    ended: Counter[str] = Counter()
    for number, at in enumerate(EVERY_HOUR):
        street.clock.at = at
        ended[ends_well(street, line, "nothing", withheld=number % 7 == 0)] += 1
    assert ended[PERSON] == PERSONS[line]
    assert ended[CALLBACK] == len(EVERY_HOUR) - PERSONS[line]
    assert slowest_seconds(street.exchange) < WITHIN_SECONDS
    assert street.exchange.problems == []


PERSONS = {LINE: 4 * 8, FAULT_LINE: 8 * 24, DELIVERY: 4 * 6}
"""Four days that are no holiday or Christmas Eve: eight hours; always; six."""


@pytest.mark.parametrize("answers", ["answer", "no-answer"], ids=["answered", "nobody answers"])
@pytest.mark.parametrize("name", EVERYTHING)
def test_whatever_is_away(street: Street, name: str, answers: str) -> None:
    street.exchange.telephones.default = answers
    ended: Counter[str] = Counter()
    for number, at in enumerate(BOUNDARIES):
        street.clock.at = at
        for line in LINES:
            ended[ends_well(street, line, name, withheld=number % 2 == 0)] += 1
    assert (ended[PERSON] > 0) == (answers == "answer")
    assert slowest_seconds(street.exchange) < WITHIN_SECONDS
    assert street.exchange.problems == []
    assert ended[MESSAGE] > 0 or name not in COMMITS
    assert_every_message_is_found(street)


COMMITS = {"database", "writing", "commits", "asking"}
"""Without these nothing can be promised, and at night a message is what is left."""


def assert_every_message_is_found(street: Street) -> None:
    """Each recording can be fetched, and is in our list once it has been compared with theirs."""
    made = street.exchange.plant.recordings.by_sid
    with served(street.exchange) as url:
        settings = replace(street.house.services.settings, twilio_api_url=url)
        applied = ConfigurationStore(street.engine).versioned()
        reconcile(street.engine, street.clock, applied, RecordingList(settings), Strangers())
        with street.engine.connect() as connection:
            kept = set(connection.scalars(select(voicemails.c.recording_sid)))
        assert kept == set(made)
        for sid in made:
            address = f"{url}{REST_PATH}/{ACCOUNT_SID}/Recordings/{sid}.wav"
            sound = requests.get(address, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=5)
            assert sound.content[:4] == b"RIFF"


@pytest.fixture(name="ringer")
def who_rings_back(street: Street) -> Iterator[Ringer]:
    with served(street.exchange) as url:
        services = street.house.services
        fast = {"twilio_api_url": url, "linja_call_pace_seconds": "0"}
        theirs: Services = replace(services, settings=replace(services.settings, **fast))
        yield Ringer(theirs, Rest(theirs.settings), ConfigurationStore(street.engine))


@pytest.mark.parametrize("answers", ["answer", "no-answer"], ids=["answered", "nobody answers"])
@pytest.mark.parametrize("name", EVERYTHING)
def test_whom_we_ring_back_whatever_is_away(
    street: Street, ringer: Ringer, name: str, answers: str
) -> None:
    street.clock.at = BEFORE_EIGHT
    assert ends_well(street, LINE, "nothing") == CALLBACK
    customer = street.exchange.calls[-1].from_
    street.clock.at = NINE
    street.exchange.telephones.default = answers
    street.exchange.telephones[customer] = "hand"
    assert ring_all(ringer) == 1
    street.exchange.settle()
    with street.without(name):
        call = street.house.telephone.answers(customer)
        press_on(call, customer)
        talked = call.leg.talks_with is not None
        over(call)
    assert talked or still_promised(street), call.transcript
    assert slowest_seconds(street.exchange) < WITHIN_SECONDS


def still_promised(street: Street) -> bool:
    """Is the callback one that will be rung again?"""
    with street.engine.connect() as connection:
        (state,) = connection.scalars(select(callbacks.c.state)).all()
    return state in {str(one) for one in OPEN}
