"""Ringing back: once, in order, within hours, and whatever Twilio answers."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from sqlalchemy import update
from twilio.base.exceptions import TwilioRestException

from ivr.callbacks.claiming import Claim, claim_next
from ivr.callbacks.ringing import order_of, ring_all
from ivr.callbacks.settling import give_up
from ivr.callbacks.waking import wake
from ivr.clock import StoppedClock
from ivr.db.tables.callbacks import attempts, callbacks
from ivr.lines.store import apply
from ivr.twilio.rest import NobodyKnows, NotPlaced, classify
from routing.callback import State, is_overdue
from routing.document import read_document
from tests.ivr.callbacks.conftest import MONDAY_MORNING
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import DEMO, FAULT_LINE, LINE

ANNA = "+358401110002"


def test_who_asked_at_night_is_rung_once_in_the_morning(
    office: Office, clock: StoppedClock
) -> None:
    kept = office.books()
    assert office.rings() == 0
    clock.at = MONDAY_MORNING
    assert office.rings() == 1
    assert office.rings() == 0
    assert office.rung() == [MATTI]
    assert office.way(kept)[:3] == ["requested", "due", "ringing"]


def test_the_customer_sees_the_number_of_the_line(morning: Office) -> None:
    morning.books()
    morning.rings()
    (leg,) = [leg for leg in morning.exchange.calls if leg.direction == "outbound-api"]
    assert leg.from_ == LINE


def test_the_oldest_call_comes_first_and_urgent_lines_before_all(
    office: Office, clock: StoppedClock
) -> None:
    numbers = [f"+3584011110{n:02}" for n in range(4)]
    for number in numbers[:3]:
        office.books(number)
        clock.at += timedelta(minutes=1)
    clock.at = MONDAY_MORNING
    office.books(numbers[3], line=FAULT_LINE)
    office.rings()
    assert office.rung() == [numbers[3], *numbers[:3]]


def test_calls_keep_their_distance_over_all_processes(morning: Office) -> None:
    for n in range(3):
        morning.books(f"+3584011110{n:02}")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(seconds)

    settings = replace(morning.ringer.services.settings, linja_call_pace_seconds="0.3")
    services = replace(morning.ringer.services, settings=settings)
    began = time.monotonic()
    assert ring_all(replace(morning.ringer, services=services, sleep=sleep)) == 3
    assert time.monotonic() - began > 0.6
    assert slept


def test_a_number_that_is_not_allowed_any_more_is_refused(
    office: Office, clock: StoppedClock
) -> None:
    kept = office.books()
    apply(office.engine, {"callbacks": {"countries": ["SE"]}})
    clock.at = MONDAY_MORNING
    office.rings()
    assert office.way(kept) == ["requested", "due", "refused"]
    assert office.again(kept).reason == "country"
    assert office.rung() == []


def test_who_was_not_rung_before_closing_is_rung_when_we_open(
    morning: Office, clock: StoppedClock
) -> None:
    kept = morning.books()
    with morning.engine.begin() as connection:
        connection.execute(update(callbacks).values(state="due"))
    clock.at = MONDAY_MORNING.replace(hour=16, minute=1)
    assert morning.rings() == 0
    assert morning.again(kept).due_at == MONDAY_MORNING.replace(minute=0) + timedelta(days=1)
    clock.at = MONDAY_MORNING + timedelta(days=1)
    assert morning.rings() == 1


def test_one_person_is_never_rung_for_two_lines_at_once(morning: Office) -> None:
    morning.exchange.telephones[MATTI] = "hand"
    morning.books()
    morning.books(line=FAULT_LINE)
    assert morning.rings() == 1
    assert morning.rings() == 0
    assert morning.rung() == [MATTI]


def test_of_many_ringers_none_rings_anybody_twice(morning: Office) -> None:
    numbers = sorted(f"+35840111{n:04}" for n in range(30))
    for number in numbers:
        morning.books(number)
    with ThreadPoolExecutor(6) as pool:
        rung = list(pool.map(lambda _: ring_all(morning.ringer), range(6)))
    assert sum(rung) == 30
    assert sorted(morning.rung()) == numbers


@pytest.mark.parametrize("fault", ["drop", "500", "garbage"])
def test_a_call_of_which_nobody_knows_is_found_and_not_made_again(
    morning: Office, fault: str
) -> None:
    morning.exchange.telephones[MATTI] = "hand"
    morning.exchange.faults.append(fault)
    kept = morning.books()
    ring_all(morning.ringer)
    assert morning.again(kept).state == "unknown"
    assert morning.rings() == 0
    morning.looks()
    assert morning.way(kept)[-2:] == ["unknown", "ringing"]
    assert morning.rung() == [MATTI]


def test_a_call_is_found_by_the_number_that_it_showed_then(morning: Office) -> None:
    morning.exchange.telephones[MATTI] = "hand"
    morning.exchange.faults.append("drop")
    kept = morning.books()
    ring_all(morning.ringer)
    lines = dict(read_document(DEMO).sections["lines"])
    apply(morning.engine, {"lines": {**lines, LINE: {**lines[LINE], "caller_id": FAULT_LINE}}})
    assert morning.rings() == 0
    morning.looks()
    assert morning.again(kept).state == "ringing"
    assert morning.rung() == [MATTI]


def without_the_line(office: Office) -> None:
    """Take the line out of the configuration."""
    lines = dict(read_document(DEMO).sections["lines"])
    del lines[LINE]
    apply(office.engine, {"lines": lines})


def test_a_line_that_goes_while_its_callback_is_claimed_is_shown_all_the_same(
    morning: Office,
) -> None:
    morning.books()
    wake(morning.engine, morning.ringer.rules())
    claim = claim_next(morning.engine, morning.ringer.rules(), morning.ringer.limits)
    assert isinstance(claim, Claim)
    without_the_line(morning)
    assert order_of(morning.ringer, claim).from_ == LINE


def test_a_callback_whose_line_is_gone_waits_for_it_and_somebody_is_told(
    morning: Office, clock: StoppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, other = morning.books(), morning.books("+358401110002", line=FAULT_LINE)
    without_the_line(morning)
    assert morning.rings() == 1
    assert (morning.again(kept).state, morning.again(other).state) == ("due", "done")
    assert "line of a callback is gone" in capsys.readouterr().err
    clock.at += timedelta(minutes=59)
    assert morning.rings() == 0
    assert "line of a callback is gone" not in capsys.readouterr().err
    assert is_overdue(State.DUE, morning.again(kept).due_at, clock.at)
    apply(morning.engine, {"lines": dict(read_document(DEMO).sections["lines"])})
    clock.at += timedelta(minutes=1)
    assert morning.rings() == 1
    assert morning.again(kept).state == "done"


def test_its_own_webhook_ends_the_doubt(morning: Office) -> None:
    morning.exchange.faults.append("drop")
    kept = morning.books()
    morning.rings()
    assert morning.way(kept)[3:5] == ["unknown", "ringing"]
    assert morning.attempts(kept)[0].call_sid == morning.exchange.calls[0].sid


def test_a_call_that_was_never_made_is_made_after_two_looks(morning: Office) -> None:
    kept = morning.books()
    ring_all(morning.ringer)
    morning.exchange.plant.legs.clear()  # the call is forgotten, as if it had never been made
    morning.exchange.plant.agenda.clear()
    with morning.engine.begin() as connection:
        connection.execute(update(attempts).values(state="unknown", call_sid=None, looks=0))
        connection.execute(update(callbacks).values(state="unknown"))
    morning.looks()
    assert morning.again(kept).state == "unknown"
    assert morning.rings() == 0
    morning.looks()
    assert morning.way(kept)[-1] == "due"
    assert morning.rings() == 1
    assert morning.attempts(kept)[0].reason == "not_placed"


def test_a_busy_interface_is_tried_again_and_not_counted(
    morning: Office, clock: StoppedClock
) -> None:
    morning.exchange.faults.append("429")
    kept = morning.books()
    assert morning.rings() == 1
    assert morning.rung() == []
    assert (morning.again(kept).state, morning.again(kept).counted) == ("waiting_retry", 0)
    clock.at += timedelta(minutes=1)
    morning.rings()
    assert morning.rung() == [MATTI]


def test_a_number_that_twilio_cannot_ring_is_unreachable(morning: Office) -> None:
    kept = morning.books()
    ring_all(morning.ringer)
    (attempt,) = morning.attempts(kept)
    with morning.engine.begin() as connection:
        give_up(connection, attempt, "cannot be rung, 21211", morning.now)
    assert morning.way(kept)[-1] == "unreachable"
    assert morning.attempts(kept)[0].reason == "number"


def test_a_line_that_may_not_call_is_tried_again_and_nobody_is_blamed(morning: Office) -> None:
    shown = {"caller_id": "+15005550001"}  # Twilio's test number that is refused as From
    line = {"name": "a", "flow": "customer-service", "services": ["electricity"], **shown}
    apply(morning.engine, {"lines": {LINE: line}})
    kept = morning.books()
    morning.rings()
    assert (morning.again(kept).state, morning.again(kept).counted) == ("waiting_retry", 0)
    assert morning.rung() == []


@pytest.mark.parametrize(
    ("problem", "result"),
    [
        (TwilioRestException(429, "", code=20429), NotPlaced("busy", 20429)),
        (TwilioRestException(401, "", code=20003), NotPlaced("refused", 20003)),
        (TwilioRestException(400, "", code=21210), NotPlaced("refused", 21210)),
        (TwilioRestException(503, "", code=503), NobodyKnows("answered 503")),
        (requests.ConnectTimeout(), NotPlaced("unsent")),
        (requests.exceptions.SSLError(), NotPlaced("unsent")),
        (requests.ReadTimeout(), NobodyKnows("ReadTimeout")),
        (requests.ConnectionError("reset"), NobodyKnows("ConnectionError")),
        (KeyError("sid"), NobodyKnows("our own KeyError")),
    ],
)
def test_what_a_failed_order_means(problem: Exception, result: object) -> None:
    assert classify(problem) == result


def test_with_nobody_listening_nothing_was_sent(morning: Office) -> None:
    kept = morning.books()
    settings = replace(morning.ringer.services.settings, twilio_api_url="http://127.0.0.1:9")
    away = type(morning.ringer.rest)(settings)
    ring_all(replace(morning.ringer, rest=away))
    assert morning.again(kept).state == "waiting_retry"
    assert morning.attempts(kept)[0].reason == "our_error"


def test_a_process_that_never_came_back_is_doubted_after_its_lease(morning: Office) -> None:
    morning.exchange.telephones[MATTI] = "hand"
    kept = morning.books()
    morning.rings()
    with morning.engine.begin() as connection:
        long_ago = attempts.c.claimed_at
        connection.execute(
            update(attempts).values(state="intent", call_sid=None, lease_until=long_ago)
        )
    morning.looks()
    assert morning.way(kept)[-2:] == ["unknown", "ringing"]
    assert len(morning.rung()) == 1
