"""Language by evidence, with its reason."""

from collections.abc import Sequence

import pytest

from routing.customer import Customer
from routing.language import LanguageDecision, PurchaseRule, decide_language

ALL = ("fi", "sv", "en")
ASK = LanguageDecision(None, "no evidence")


def buyer(*purchases: str, language: str = "") -> Customer:
    return Customer("C1", language=language, purchase_languages=purchases)


@pytest.mark.parametrize(
    ("purchases", "expected"),
    [
        (("sv", "sv", "fi", "sv"), LanguageDecision("sv", "purchases 3 of 4")),
        (("sv", "sv", "sv", "sv", "fi"), LanguageDecision("sv", "purchases 4 of 4")),
        (("sv", "sv", "sv"), LanguageDecision("sv", "purchases 3 of 3")),
        (("sv", "sv", "fi", "fi", "sv"), ASK),
        (("fi", "sv", "fi", "sv"), ASK),
        (("sv", "sv", "fi"), ASK),
        (("sv", "sv"), ASK),
        (("sv",), ASK),
        ((), ASK),
    ],
)
def test_three_of_the_newest_four_purchases_decide(
    purchases: Sequence[str], expected: LanguageDecision
) -> None:
    assert decide_language([buyer(*purchases)], ALL) == expected


def test_what_they_stated_comes_before_what_they_bought() -> None:
    anna = buyer("sv", "sv", "sv", "sv", language="fi")
    assert decide_language([anna], ALL) == LanguageDecision("fi", "preference")


def test_a_language_that_the_line_lacks_is_no_evidence() -> None:
    james = buyer("sv", "sv", "sv", language="en")
    assert decide_language([james], ("fi", "sv")) == LanguageDecision("sv", "purchases 3 of 3")
    assert decide_language([buyer("en", "en", "en")], ("fi", "sv")) == ASK


def test_nobody_known_is_asked() -> None:
    assert decide_language([], ALL) == ASK


def test_a_line_with_one_language_needs_no_evidence() -> None:
    only = LanguageDecision("sv", "only language of the line")
    assert decide_language([], ("sv",)) == only
    assert decide_language([buyer(language="fi")], ("sv",)) == only


def test_several_customers_must_agree() -> None:
    finn, other, swede = buyer(language="fi"), buyer("fi", "fi", "fi"), buyer(language="sv")
    assert decide_language([finn, other], ALL) == LanguageDecision("fi", "2 customers agree")
    assert decide_language([finn, swede], ALL) == LanguageDecision(None, "customers disagree")
    assert decide_language([finn, buyer()], ALL) == LanguageDecision(None, "customers disagree")
    assert decide_language([buyer(), buyer()], ALL) == ASK


def test_the_rule_can_be_stricter_but_three_purchases_are_always_needed() -> None:
    all_five = PurchaseRule(newest=5, needed=5)
    assert decide_language([buyer("sv", "sv", "sv", "sv", "fi")], ALL, all_five) == ASK
    lax = PurchaseRule(newest=4, needed=1)
    assert decide_language([buyer("sv", "sv")], ALL, lax) == ASK
