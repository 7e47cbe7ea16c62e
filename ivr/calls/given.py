"""A webhook's form as what the conversation is told."""

import re

from flows.inputs import Dialled, Entered, Input, Pressed, Queued, Recorded, Silent
from ivr.calls.waiting import Wait
from ivr.twilio.signature import Form

DIAL_BRIDGED = "DialBridged"
PICKED_UP = frozenset({"completed", "answered"})
"""`DialCallStatus` when somebody or something answered; our key may have been pressed."""

OVER = "completed"
ELSEWHERE = frozenset({"redirected", "redirected-from-bridged"})
"""`QueueResult` when the call goes on at another address: that of a meeting with one of ours."""

_KEYS = re.compile(r"[0-9*#]+")


def read_given(form: Form, wait: Wait, *, accepted: bool) -> Input:
    """
    Return what came of a wait. `accepted`: our key was pressed on the leg that was dialled.

    `Digits` that is absent and `Digits` that is empty are both silence: which of them Twilio
    sends depends on the way the wait ended (Twilio: Gather, `actionOnEmptyResult`).
    """
    if wait == "dial":
        return Dialled(connected=accepted)
    if wait == "record":
        return _recorded(form)
    if wait == "queue":
        return Queued(_result(form))
    digits = form.get("Digits", "")
    if not _KEYS.fullmatch(digits):
        return Silent()
    if wait == "keys":
        return Pressed(digits[0])
    return Entered(digits.removesuffix("#"))


def _result(form: Form) -> str:
    """Whoever has hung up is gone, whatever the queue or the conference says of it."""
    if form.get("CallStatus") == OVER:
        return "hangup"
    return form.get("QueueResult") or ("conference" if "DialCallStatus" in form else "")


def goes_elsewhere(form: Form) -> bool:
    """Was the call taken out of the queue, to go on at another address?"""
    return form.get("QueueResult") in ELSEWHERE and form.get("CallStatus") != OVER


def _recorded(form: Form) -> Recorded:
    seconds = form.get("RecordingDuration", "")
    return Recorded(form.get("RecordingUrl", ""), int(seconds) if seconds.isdecimal() else 0)


def was_bridged(form: Form) -> bool:
    """Does Twilio say that the two spoke? `DialCallStatus` alone may be a voicemail."""
    return form.get(DIAL_BRIDGED, "").lower() == "true"
