"""Calls that come to nothing, again and again: asked about, cancelled, spaced, and told of."""

from datetime import timedelta

import pytest

from ivr.callbacks.ringing import ring_all
from ivr.clock import StoppedClock
from simulator.telephones import Behaviour
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FIRST, SECOND


def test_a_call_that_never_tells_its_end_is_asked_about(morning: Office) -> None:
    morning.exchange.telephones[MATTI] = "busy"
    morning.exchange.callbacks.mode = "held"
    kept = morning.books()
    morning.rings()
    assert morning.again(kept).state == "ringing"
    morning.looks()
    assert (morning.again(kept).state, morning.again(kept).reason) == ("waiting_retry", "busy")
    morning.exchange.callbacks.deliver(backwards=True)
    assert morning.again(kept).counted == 1


def test_a_call_that_twilio_has_not_begun_is_cancelled(morning: Office) -> None:
    kept = morning.books()
    ring_all(morning.ringer)
    morning.looks()
    assert (morning.again(kept).state, morning.again(kept).reason) == (
        "waiting_retry",
        "our_error",
    )
    assert [leg.status for leg in morning.exchange.calls] == ["canceled"]


def test_a_team_that_never_answers_is_tried_less_and_less_and_somebody_is_told(
    morning: Office, clock: StoppedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (FIRST, SECOND):
        morning.exchange.telephones[number] = "no-answer"
    kept = morning.books()
    waits = []
    for _ in range(5):
        assert "rung in vain" not in capsys.readouterr().err
        assert morning.rings() == 1
        waits.append(morning.again(kept).due_at - clock.at)
        clock.at = morning.again(kept).due_at
    assert waits == [timedelta(minutes=each) for each in (5, 10, 20, 40, 80)]
    assert "rung in vain" in capsys.readouterr().err
    assert (morning.again(kept).state, morning.again(kept).counted) == ("waiting_retry", 0)


def test_whoever_says_later_each_time_is_asked_less_and_less(
    morning: Office, clock: StoppedClock
) -> None:
    morning.exchange.telephones[MATTI] = Behaviour(keys=("2",))
    kept = morning.books()
    waits = []
    for _ in range(3):
        assert morning.rings() == 1
        waits.append(morning.again(kept).due_at - clock.at)
        clock.at = morning.again(kept).due_at
    assert waits == [timedelta(hours=each) for each in (1, 2, 4)]
    assert morning.again(kept).counted == 0
