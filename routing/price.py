"""What a call to a line costs its callers, as far as its number tells; what the law says of it."""

import re
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType

Said = Literal["subscription", "extra"]
Price = Literal["subscription", "free", "company", "extra", "abroad"]

FINLAND = "+358"
EXTRA = re.compile(
    r"600|700|606|707|708|100|200|202[023]|209[89]|300|75(?:[12]\d\d|(?:00|30|32|75|98)[012])"
)
"""
Numbers of services with a price of their own: 0600, 0700, 0100, 0200, 0300 and the others that
the Finnish Communications Regulatory Authority lists as service numbers.
"""
LAW = "Consumer Protection Act 38/1978, chapter 2, section 14"
"""
As changed by 1212/2020, in force since 31 December 2023: for matters of a contract no number whose
use costs the consumer more than their own subscription says.
"""
WARNINGS = {
    "extra": f"its number costs callers extra: forbidden for matters of a contract ({LAW})",
    "company": (
        "a number such as 010, 020, 029, 030 or 075 may cost callers more than their own "
        f"subscription, also while they wait: forbidden for matters of a contract ({LAW}; "
        "Market Court MAO:301/2025); ask your operator, and write price: subscription "
        "if it does not"
    ),
    "abroad": "its number is abroad: callers in Finland pay for a call to another country",
}


def price_of(e164: str, said: Said | None = None) -> Price:
    """
    Tell what a call to a number costs; `said` is what its company says where it may be both.

    `company`: a number of an organisation, whose price depends on its operator.
    """
    if said == "extra":
        return "extra"
    if not e164.startswith(FINLAND):
        return "abroad"
    if EXTRA.match(e164.removeprefix(FINLAND)):
        return "extra"
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    if kind == PhoneNumberType.TOLL_FREE:
        return "free"
    if kind == PhoneNumberType.UAN and said != "subscription":
        return "company"
    return "subscription"


def price_warning(e164: str, said: Said | None = None) -> str:
    """Say what is doubtful or forbidden about its price; empty where nothing is."""
    return WARNINGS.get(price_of(e164, said), "")
