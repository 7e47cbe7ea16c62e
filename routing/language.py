"""Which language to speak first, from evidence, and what that evidence was."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from routing.customer import Customer

NO_EVIDENCE = "no evidence"
ONLY_LANGUAGE = "only language of the line"
FEWEST_PURCHASES = 3
PREFERENCE = "preference"
PURCHASES = re.compile(r"purchases (\d+) of (\d+)")
AGREE = re.compile(r"(\d+) customers agree")
"""How the reasons below are read again."""


@dataclass(frozen=True, slots=True)
class PurchaseRule:
    """At least `needed` of the `newest` purchases must be in the same language."""

    newest: int = 4
    needed: int = 3


USUAL_RULE = PurchaseRule()


@dataclass(frozen=True, slots=True)
class LanguageDecision:
    """`language` is None when the caller should be asked; `why` is short and stored."""

    language: str | None
    why: str


def decide_language(
    customers: Sequence[Customer],
    languages: Sequence[str],
    rule: PurchaseRule = USUAL_RULE,
) -> LanguageDecision:
    """
    Decide among a line's `languages` for the customers of one number.

    What they stated comes first, then their purchases. Several customers must agree: one
    without evidence may be the one who calls, so then the caller is asked.
    """
    found = _agreed([_of_one(customer, languages, rule) for customer in customers])
    if found.language is None and len(languages) == 1:
        return LanguageDecision(languages[0], ONLY_LANGUAGE)
    return found


def is_known(why: str) -> bool:
    """Is this the reason of a language that was known before the call?"""
    return why == PREFERENCE or any(told.fullmatch(why) for told in (PURCHASES, AGREE))


def _agreed(decisions: Sequence[LanguageDecision]) -> LanguageDecision:
    if len(decisions) == 1:
        return decisions[0]
    spoken = {decision.language for decision in decisions}
    if not spoken or spoken == {None}:
        return LanguageDecision(None, NO_EVIDENCE)
    if len(spoken) > 1:
        return LanguageDecision(None, "customers disagree")
    return LanguageDecision(spoken.pop(), f"{len(decisions)} customers agree")


def _of_one(customer: Customer, languages: Sequence[str], rule: PurchaseRule) -> LanguageDecision:
    if customer.language in languages:
        return LanguageDecision(customer.language, PREFERENCE)
    newest = customer.purchase_languages[: rule.newest]
    if len(newest) < FEWEST_PURCHASES:
        return LanguageDecision(None, NO_EVIDENCE)
    language, count = Counter(newest).most_common(1)[0]
    if count < rule.needed or language not in languages:
        return LanguageDecision(None, NO_EVIDENCE)
    return LanguageDecision(language, f"purchases {count} of {len(newest)}")
