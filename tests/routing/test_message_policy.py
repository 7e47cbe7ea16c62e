"""Which numbers get text messages."""

import pytest

from routing.message_policy import NoText, TextReason, check_mobile
from routing.number_policy import Allowed

COUNTRIES = ("FI", "AX")
OWN = frozenset({"+358457370100"})


@pytest.mark.parametrize("text", ["0401110001", "+358501234567", "+3584573123456"])
def test_a_finnish_mobile_number_gets_them(text: str) -> None:
    assert isinstance(check_mobile(text, COUNTRIES, OWN), Allowed)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0931570000", "landline"),
        ("01812345", "landline"),
        ("+37251234567", "country"),
        ("+46701234567", "country"),
        ("0600123456", "premium"),
        ("0201234567", "service"),
        ("0435123456", "roaming"),
        ("112", "emergency"),
        ("anonymous", "withheld"),
        ("", "withheld"),
        ("12", "invalid"),
        ("+358457370100", "own"),
    ],
)
def test_no_other_number_does(text: str, reason: TextReason) -> None:
    assert check_mobile(text, COUNTRIES, OWN) == NoText(reason)


def test_other_countries_are_let_in_by_configuration() -> None:
    assert check_mobile("+46701234567", ("SE",), OWN) == Allowed("+46701234567")
