"""Calls that stay in Twilio's own queue are cancelled, each for itself."""

from dataclasses import replace
from datetime import timedelta

import requests

from ivr.callbacks.ringing import ring_all
from ivr.callbacks.sweeping import sweep
from ivr.clock import StoppedClock
from ivr.twilio.rest import Rest
from tests.ivr.callbacks.office import MATTI, Office

ANNA = "+358401110002"


class Hangs(Rest):
    """Twilio's interface, which hangs when this one call is to be cancelled."""

    sid = ""

    def cancel(self, call_sid: str) -> bool:
        """Cancel it, unless it is that one."""
        if call_sid == self.sid:
            raise requests.ReadTimeout
        return super().cancel(call_sid)


def test_of_two_calls_in_twilios_queue_one_that_hangs_keeps_not_the_other(
    morning: Office, clock: StoppedClock
) -> None:
    first = morning.books(MATTI)
    clock.at += timedelta(seconds=1)
    second = morning.books(ANNA)
    assert ring_all(morning.ringer) == 2
    rest = Hangs(morning.ringer.services.settings)
    rest.sid = morning.attempts(first)[0].call_sid or "none"
    sweep(replace(morning.ringer, rest=rest))
    assert [leg.status for leg in morning.exchange.calls] == ["queued", "canceled"]
    assert morning.again(second).state == "waiting_retry"
    assert morning.again(first).state == "ringing"
    sweep(morning.ringer)
    assert morning.again(first).reason == "our_error"
