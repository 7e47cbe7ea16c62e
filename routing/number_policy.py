"""Which numbers we ring back. Asked before thanks are said, and again before every dialling."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from routing.configuration import Configuration
from routing.numbers import EXTENSION, REGION, Number, Withheld, read_number

Reason = Literal[
    "withheld",
    "emergency",
    "short",
    "control",
    "extension",
    "invalid",
    "country",
    "premium",
    "service",
    "toll-free",
    "type",
    "roaming",
    "own",
]

RULES = f"phonenumbers {phonenumbers.__version__}"
"""What decided, to be kept beside a decision: the plans of numbers change every month."""

NO_COUNTRY = {"001", None}
"""Satellite and other worldwide networks. Some of their numbers count as mobile."""

ROAMING = ("+358435",)
"""Networks lend these to visitors; nobody has one as their own. The library calls them mobile."""

_ALLOWED_TYPES = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
}

_REFUSED_TYPES: Mapping[int, Reason] = {
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.UAN: "service",
    PhoneNumberType.SHARED_COST: "service",
    PhoneNumberType.TOLL_FREE: "toll-free",
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """A number that we may ring."""

    e164: str


@dataclass(frozen=True, slots=True)
class Refused:
    """
    A number that we do not ring.

    `control`: control characters; `invalid`: no number at all, or not a possible one; `country`:
    not an allowed one, or none; `service`: 010, 020 and other numbers of organisations; `type`:
    personal, internet, pager and unknown numbers; `own`: one of ours.
    """

    reason: Reason


def check(
    text: str, countries: Collection[str], own_numbers: Collection[str]
) -> Allowed | Refused:
    """
    Decide about a number as typed, or as the network gave it, Finnish unless it says otherwise.

    `countries` are regions such as `FI` and `AX` (Åland: +358 18); `own_numbers` in E.164.
    """
    if any(unicodedata.category(char) == "Cc" for char in text):
        return Refused("control")
    read = read_number(text)
    if isinstance(read, Number):
        return _judge(read.e164, countries, own_numbers)
    if isinstance(read, Withheld):
        return Refused("withheld")
    short = _short(text)
    return Refused(short or ("extension" if read.why == EXTENSION else "invalid"))


def own_numbers(configuration: Configuration) -> frozenset[str]:
    """Every number that is ours: lines, what they show and text from, the telephones of teams."""
    lines, teams = configuration.lines.values(), configuration.teams.values()
    return frozenset(
        {line.number for line in lines}
        | {line.shown_number for line in lines}
        | {line.sms_sender for line in lines if line.sms_sender}
        | {number for team in teams for number in team.dial}
    )


def _short(text: str) -> Reason | None:
    """Emergency and directory numbers are numbers only inside Finland."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if phonenumbers.is_emergency_number(digits, REGION):
        return "emergency"
    try:
        parsed = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return None
    return "short" if phonenumbers.is_possible_short_number_for_region(parsed, REGION) else None


def _judge(
    e164: str, countries: Collection[str], own_numbers: Collection[str]
) -> Allowed | Refused:
    parsed = phonenumbers.parse(e164)
    region = phonenumbers.region_code_for_number(parsed)
    if region in NO_COUNTRY or region not in countries:
        return Refused("country")
    refused = _kind(parsed)
    if refused:
        return Refused(refused)
    if e164.startswith(ROAMING):
        return Refused("roaming")
    return Refused("own") if e164 in own_numbers else Allowed(e164)


def _kind(parsed: PhoneNumber) -> Reason | None:
    kind = phonenumbers.number_type(parsed)
    return None if kind in _ALLOWED_TYPES else _REFUSED_TYPES.get(kind, "type")
