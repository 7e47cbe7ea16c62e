"""The card of who is offered, in words: how their language is known, and what they have heard."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ivr.clock import HELSINKI
from ivr.web.words import word
from routing.language import AGREE, NO_EVIDENCE, ONLY_LANGUAGE, PREFERENCE, PURCHASES

NO_ESTIMATE = "none"
WHYS = {
    PREFERENCE: "desk.why.stated",
    "chosen": "desk.why.chosen",
    NO_EVIDENCE: "desk.why.nothing",
    ONLY_LANGUAGE: "desk.why.only",
    "customers disagree": "desk.why.nothing",
}


def why_spoken(card: Mapping[str, Any]) -> str:
    """Say why they are spoken to in their language (`routing.language`); may be empty."""
    why = str(card.get("why") or "")
    bought = PURCHASES.fullmatch(why)
    if bought:
        return word("desk.why.purchases", count=bought[1], of=bought[2])
    agree = AGREE.fullmatch(why)
    if agree:
        return word("desk.why.agree", count=agree[1])
    return word(WHYS[why]) if why in WHYS else ""


def what_was_heard(card: Mapping[str, Any]) -> str:
    """Say which notice they have heard; the estimate as a time of day in Helsinki."""
    heard = str(card.get("heard") or "")
    if not heard:
        return word("desk.card.heard_nothing")
    try:
        at = datetime.fromisoformat(heard).astimezone(HELSINKI)
    except ValueError:
        return word("desk.card.heard_no_estimate")
    return word("desk.card.heard_estimate", at=f"{at:%-d.%-m. %-H.%M}")
