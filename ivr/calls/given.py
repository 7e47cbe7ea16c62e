"""A webhook's form as what the conversation is told."""

import re

from flows.inputs import Dialled, Entered, Input, Pressed, Recorded, Silent
from ivr.calls.waiting import Wait
from ivr.twilio.signature import Form

DIAL_BRIDGED = "DialBridged"
PICKED_UP = frozenset({"completed", "answered"})
"""`DialCallStatus` when somebody or something answered; our key may have been pressed."""

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
    digits = form.get("Digits", "")
    if not _KEYS.fullmatch(digits):
        return Silent()
    if wait == "keys":
        return Pressed(digits[0])
    return Entered(digits.removesuffix("#"))


def _recorded(form: Form) -> Recorded:
    seconds = form.get("RecordingDuration", "")
    return Recorded(form.get("RecordingUrl", ""), int(seconds) if seconds.isdecimal() else 0)


def was_bridged(form: Form) -> bool:
    """Does Twilio say that the two spoke? `DialCallStatus` alone may be a voicemail."""
    return form.get(DIAL_BRIDGED, "").lower() == "true"
