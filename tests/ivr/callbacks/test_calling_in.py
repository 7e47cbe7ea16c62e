"""Who has asked for a callback calls in meanwhile."""

from datetime import timedelta

from flows.asks import BookCallback
from ivr.callbacks.calls_made import CallsMade
from ivr.clock import StoppedClock
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FAULT_LINE, FIRST, LINE

SID = "CA" + "1" * 32
WAIT_FOR_BUSY = timedelta(minutes=5)


def calls_in(office: Office, number: str = MATTI, line: str = LINE) -> CallsMade:
    """A caller is with a person of ours, who has pressed the key."""
    made = CallsMade(office.engine)
    made.took("CAother", number, line, office.now)
    return made


def test_who_calls_and_reaches_a_person_needs_no_callback(morning: Office) -> None:
    kept = morning.books()
    call = morning.house.telephone.calls(MATTI, LINE).presses("0").is_with(FIRST)
    assert morning.way(kept) == ["requested"]
    call.other_side_hangs_up()
    assert morning.way(kept) == ["requested", "served_otherwise"]
    assert morning.rings() == 0


def test_who_hangs_up_as_our_key_is_pressed_is_rung_all_the_same(
    morning: Office, clock: StoppedClock
) -> None:
    kept = morning.books()
    made = calls_in(morning)
    made.missed("CAother", MATTI, LINE, morning.now)
    assert morning.again(kept).state == "requested"
    clock.at += timedelta(minutes=1)
    assert morning.rings() == 1


def test_nobody_is_rung_while_they_talk_with_us(morning: Office, clock: StoppedClock) -> None:
    kept = morning.books()
    calls_in(morning)
    clock.at += timedelta(minutes=59)
    assert morning.rings() == 0
    assert morning.again(kept).state == "due"


def test_if_the_end_of_their_talk_is_lost_they_are_rung_once_more(
    morning: Office, clock: StoppedClock
) -> None:
    morning.books()
    calls_in(morning)
    clock.at += timedelta(minutes=62)
    assert morning.rings() == 1


def test_a_talk_that_ends_without_our_state_closes_the_callback(morning: Office) -> None:
    kept = morning.books()
    call = {"CallSid": "CAother", "To": LINE, "From": MATTI, "Direction": "inbound"}
    talked = {"DialCallStatus": "completed", "DialCallSid": "CA1", "DialBridged": "true"}
    morning.house.post("/voice/rescue/customer-service/fi/1", **call, **talked)
    assert morning.way(kept) == ["requested", "served_otherwise"]


def test_a_call_on_another_line_closes_nothing(morning: Office) -> None:
    kept = morning.books()
    calls_in(morning, line=FAULT_LINE).spoke("CAother", MATTI, FAULT_LINE, morning.now)
    assert morning.again(kept).state == "requested"
    assert morning.rings() == 1


def test_a_withheld_caller_closes_nothing(office: Office) -> None:
    office.asks(BookCallback(MATTI, "any"), number="")
    calls_in(office, number="").spoke("CAother", "", LINE, office.now)
    assert [one.state for one in office.all()] == ["requested"]
