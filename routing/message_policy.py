"""Which numbers get text messages: those that may be rung, if they are mobile."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType

from routing.number_policy import Allowed, Reason, Refused, check

TextReason = Reason | Literal["landline", "stopped", "enough"]
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


@dataclass(frozen=True, slots=True)
class NoText:
    """
    A number that gets no message. Besides the reasons of `Refused`:

    `landline`; `stopped`: its holder wants none; `enough`: it has had its number for today.
    """

    reason: TextReason


def check_mobile(
    text: str, countries: Collection[str], own_numbers: Collection[str]
) -> Allowed | NoText:
    """Decide about a number as typed, or as the network gave it. As `number_policy.check`."""
    decided = check(text, countries, own_numbers)
    if isinstance(decided, Refused):
        return NoText(decided.reason)
    kind = phonenumbers.number_type(phonenumbers.parse(decided.e164))
    return decided if kind in _MOBILE else NoText("landline")
