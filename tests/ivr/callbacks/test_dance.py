"""From the night to the morning, through the flows that ship with Linja."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from ivr.callbacks.ringing import ring_all
from ivr.clock import StoppedClock
from ivr.db.tables.callbacks import callbacks
from simulator.leg import Leg
from simulator.signature import sign
from simulator.telephones import Behaviour
from tests.ivr.callbacks.conftest import MONDAY_MORNING
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FIRST, LINE, SECOND


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Whole calls are slow, and the stores beneath are tested on both databases."""
    return sqlite_engine


def last_call(office: Office) -> Leg:
    """The call that we made last."""
    return [leg for leg in office.exchange.calls if leg.direction == "outbound-api"][-1]


def test_from_night_to_morning_once(office: Office, clock: StoppedClock) -> None:
    call = office.house.telephone.calls(MATTI, LINE).presses("0").hears("Soitammeko numeroon")
    call.presses("1").hears("Soittopyyntönne on kirjattu").hears("kello kahdeksan")
    (kept,) = office.all()
    assert office.rings() == 0

    clock.at = MONDAY_MORNING
    assert office.rings() == 1
    assert {"dial": FIRST} in last_call(office).transcript
    assert office.way(kept) == ["requested", "due", "ringing", "connected", "done"]
    clock.at += timedelta(days=1)
    assert office.rings() == 0
    assert office.exchange.problems == []


def test_a_caller_chooses_another_time_and_is_rung_then(
    morning: Office, clock: StoppedClock
) -> None:
    for number in (FIRST, SECOND):
        morning.exchange.telephones[number] = "no-answer"
    call = morning.house.telephone.calls(MATTI, LINE).presses("0").presses("1").presses("1")
    call.hears("Soitamme teille vielä tänään.").presses("1")
    call.hears("Jos teille sopii tänään kello kymmenen ja kahdentoista välillä, painakaa yksi.")
    call.hears("Jos teille sopii huomenna kello kahdeksan ja kymmenen välillä, painakaa kaksi.")
    call.presses("2").hears("Soitamme teille huomenna kello kahdeksan ja kymmenen välillä.")
    call.has_ended()
    again = morning.house.telephone.calls(MATTI, LINE)
    again.hears("Soitamme teille aikaisintaan huomenna kello kahdeksan.").hangs_up()
    clock.at = MONDAY_MORNING.replace(hour=15)
    assert morning.rings() == 0
    clock.at = MONDAY_MORNING.replace(day=24, hour=8, minute=0)
    assert morning.rings() == 1


def test_who_calls_at_night_is_told_of_no_queue(office: Office) -> None:
    call = office.house.telephone.calls(MATTI, LINE).presses("0").presses("1")
    assert "Soittopyyntönne on kirjattu" in call.heard
    assert "jonossa" not in call.heard


def test_who_calls_just_before_closing_is_promised_the_next_day_at_the_latest(
    morning: Office, clock: StoppedClock
) -> None:
    clock.at = MONDAY_MORNING.replace(hour=15, minute=59)
    for number in (FIRST, SECOND):
        morning.exchange.telephones[number] = "no-answer"
    call = morning.house.telephone.calls(MATTI, LINE).presses("0").presses("1").presses("1")
    call.hears("Soittopyyntönne on kirjattu. Paikkanne jonossa säilyy.")
    call.hears("Soitamme teille viimeistään huomenna.")


def test_every_webhook_may_come_twice(morning: Office) -> None:
    morning.exchange.repeat_webhooks = True
    morning.exchange.callbacks.mode = "twice"
    kept = morning.books()
    morning.rings()
    assert morning.way(kept) == ["requested", "due", "ringing", "connected", "done"]
    assert morning.exchange.problems == []
    assert morning.rung() == [MATTI]


def test_when_nobody_of_ours_takes_it_it_is_rung_again(
    morning: Office, clock: StoppedClock
) -> None:
    for number in (FIRST, SECOND):
        morning.exchange.telephones[number] = ["no-answer", "answer"]
    kept = morning.books()
    morning.rings()
    assert (morning.again(kept).state, morning.again(kept).counted) == ("waiting_retry", 0)
    clock.at += timedelta(minutes=5)
    morning.rings()
    assert morning.again(kept).state == "done"


def test_a_voicemail_box_is_an_attempt_and_nobody_was_connected(morning: Office) -> None:
    morning.exchange.telephones[MATTI] = "voicemail"
    kept = morning.books()
    morning.rings()
    assert (morning.again(kept).state, morning.again(kept).reason) == ("waiting_retry", "no_key")
    assert [leg.to for leg in morning.exchange.calls] == [MATTI]


def test_later_and_never(morning: Office, clock: StoppedClock) -> None:
    morning.exchange.telephones[MATTI] = [Behaviour(keys=("2",)), Behaviour(keys=("3",))]
    kept = morning.books()
    morning.rings()
    assert morning.again(kept).reason == "later"
    clock.at = morning.again(kept).due_at
    morning.rings()
    assert morning.again(kept).state == "cancelled_by_caller"


def test_the_customer_is_spoken_to_in_their_language(morning: Office) -> None:
    morning.books("+358401110002", language="sv")
    morning.rings()
    spoken = [one for one in last_call(morning).transcript if "say" in one]
    assert {one["language"] for one in spoken} == {"sv-SE"}


def test_whoever_is_rung_after_the_attempt_has_ended_hears_that_we_are_sorry(
    morning: Office,
) -> None:
    morning.exchange.telephones[MATTI] = "hand"
    kept = morning.books()
    morning.rings()
    leg = last_call(morning)
    call = morning.house.telephone.calls(MATTI, LINE).presses("0").is_with(FIRST)
    call.other_side_hangs_up()
    assert morning.again(kept).state == "served_otherwise"
    morning.exchange.answer(leg)
    assert leg.ended
    assert [one["say"] for one in leg.transcript] == ["Pahoittelemme turhaa soittoa. Kuulemiin."]


def test_an_address_that_is_not_ours_is_answered_with_few_words(morning: Office) -> None:
    answer = morning.house.post("/voice/attempt/nonsense", CallSid="CA1", To=MATTI, From=LINE)
    assert answer.status_code == 200
    assert "turhaa soittoa" in answer.text
    assert "<Hangup" in answer.text
    assert "<Dial" not in answer.text
    assert morning.house.post("/voice/attempt-status/nonsense", CallSid="CA1").status_code == 204


def test_addresses_of_attempts_must_be_signed(morning: Office) -> None:
    for path in ("/voice/attempt/x", "/voice/attempt-status/x"):
        assert morning.house.client.post(path, data={"CallSid": "CA1"}).status_code == 403
        assert sign("wrong", path, {})


def test_calling_again_while_one_is_open_tells_of_it(office: Office) -> None:
    office.books()
    call = office.house.telephone.calls(MATTI, LINE)
    call.hears("Olette jo pyytänyt meitä soittamaan")
    call.presses("3").hears("Soittopyyntönne on peruttu")
    assert [one.state for one in office.all()] == ["cancelled_by_caller"]


def test_a_call_of_which_nobody_knows_ends_well(morning: Office) -> None:
    morning.exchange.faults.append("drop")
    kept = morning.books()
    ring_all(morning.ringer)
    morning.exchange.settle()
    assert morning.again(kept).state == "done"
    assert morning.rung() == [MATTI]


def test_zero_at_night_tells_of_the_callback_and_another_number_makes_no_second_one(
    office: Office,
) -> None:
    kept = office.books()
    call = office.house.telephone.calls(MATTI, LINE).presses("1").hears("pysyy voimassa")
    call.presses("0").hears("Olette jo pyytänyt meitä soittamaan")
    call.presses("2").presses("0401110009").presses("1").hears("Numero on vaihdettu")
    assert [(one.id, one.number) for one in office.all()] == [(kept.id, "+358401110009")]


@pytest.mark.parametrize(("number", "said"), [("+358193678901", True), (MATTI, False)])
def test_a_voicemail_box_hears_that_we_ring_no_more_where_no_text_can_tell(
    morning: Office, number: str, *, said: bool
) -> None:
    morning.exchange.telephones[number] = "voicemail"
    kept = morning.books(number)
    with morning.engine.begin() as connection:
        connection.execute(update(callbacks).values(counted=2))
    morning.rings()
    (call,) = [leg for leg in morning.exchange.calls if leg.to == number]
    words = " ".join(str(event.get("say", "")) for event in call.transcript)
    assert ("Emme soita enää uudelleen" in words) == said
    assert morning.again(kept).state == "unreachable"
