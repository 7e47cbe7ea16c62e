"""Reading the form that creates a call, with Twilio's refusals and its test numbers."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from simulator.leg import Addresses
from simulator.messages import Goto
from simulator.pages import MOST_TWIML_PARAMETER
from simulator.rest.errors import bad
from simulator.scripts import Ring

FIELDS = frozenset(
    """
    To From Url Twiml ApplicationSid Method FallbackUrl FallbackMethod StatusCallback
    StatusCallbackEvent StatusCallbackMethod SendDigits Timeout TimeLimit Record
    RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod
    RecordingStatusCallbackEvent RecordingTrack Trim SipAuthUsername SipAuthPassword CallerId
    MachineDetection MachineDetectionTimeout MachineDetectionSpeechThreshold
    MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd
    AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod Byoc CallReason CallToken
    ClientNotificationUrl
""".split()  # noqa: SIM905 -- Twilio's names, read as a list of words
)
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
MOST_TIMEOUT = 600
DEFAULT_TIMEOUT = 60
LONGEST_CALL = 14400
UNPERFORMED = frozenset(
    {"ApplicationSid", "AsyncAmd", "Byoc", "Record", "SendDigits", "SipAuthUsername"}
)
"""Fields that would change the call and that nothing here obeys."""
TO_MAGIC = {
    "+15005550001": (21217, "is not a valid phone number"),
    "+15005550002": (21214, "cannot be reached"),
    "+15005550003": (21215, "is in a country that this account may not call"),
    "+15005550004": (21216, "is blocked for this account"),
}
FROM_MAGIC = {
    "+15005550001": (21212, "is not a valid phone number"),
    "+15005550002": (21210, "is not verified for this account"),
}
CALLABLE = re.compile(r"\+[1-9]\d{6,14}|sip:.+|client:.+")


@dataclass(frozen=True, slots=True)
class Order:
    """A call to be placed."""

    to: str
    from_: str
    goto: Goto
    ring: Ring
    addresses: Addresses


def read_order(form: "MultiDict[str, str]") -> Order:
    """Raises Refusal with the code that Twilio gives."""
    to, from_ = form.get("To", ""), form.get("From", "")
    _check_numbers(to, from_)
    return Order(to, from_, read_goto(form), _ring(form), _addresses(form))


def read_goto(form: "MultiDict[str, str]") -> Goto:
    """Url, which wins, or Twiml."""
    url, twiml = form.get("Url", ""), form.get("Twiml", "")
    if url:
        return Goto(_address(url), form.get("Method", "POST"))
    if not twiml:
        raise bad(21205, "Url or Twiml is required")
    if len(twiml) > MOST_TWIML_PARAMETER:
        raise bad(32018, f"Twiml is longer than {MOST_TWIML_PARAMETER} characters")
    return Goto("", twiml=twiml)


def _check_numbers(to: str, from_: str) -> None:
    if not to:
        raise bad(21201, "No 'To' number is specified")
    if not from_:
        raise bad(21213, "No 'From' number is specified")
    if to in TO_MAGIC:
        code, words = TO_MAGIC[to]
        raise bad(code, f"The number {to} {words}")
    if from_ in FROM_MAGIC:
        code, words = FROM_MAGIC[from_]
        raise bad(code, f"The number {from_} {words}")
    if not CALLABLE.fullmatch(to):
        raise bad(21211, f"The phone number you are attempting to call, {to}, is not valid")
    if not CALLABLE.fullmatch(from_):
        raise bad(21212, f"The 'From' number {from_} is not valid")


def _ring(form: "MultiDict[str, str]") -> Ring:
    timeout = _number(form, "Timeout", DEFAULT_TIMEOUT, MOST_TIMEOUT)
    limit = _number(form, "TimeLimit", LONGEST_CALL, LONGEST_CALL)
    return Ring(timeout, bool(form.get("MachineDetection")), limit)


def _number(form: "MultiDict[str, str]", name: str, default: int, most: int) -> int:
    given = form.get(name, str(default))
    if not given.isdecimal() or int(given) > most:
        raise bad(20001, f"{name} must be a number up to {most}")
    return int(given)


def _addresses(form: "MultiDict[str, str]") -> Addresses:
    events = frozenset(form.getlist("StatusCallbackEvent")) or frozenset({"completed"})
    if events - EVENTS:
        raise bad(21626, f"StatusCallbackEvent: unknown {', '.join(sorted(events - EVENTS))}")
    status, fallback = form.get("StatusCallback", ""), form.get("FallbackUrl", "")
    return Addresses(
        fallback=_address(fallback) if fallback else "",
        status=_address(status) if status else "",
        status_events=events,
    )


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad(21205, f"{url} is not a valid URL")
    return url
