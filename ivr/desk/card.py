"""The card of who is offered, in words: how their language is known, and what they have heard."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ivr.clock import HELSINKI
from ivr.web.words import word

NO_ESTIMATE = "none"
_PURCHASES = re.compile(r"purchases (\d+) of (\d+)")
_AGREE = re.compile(r"(\d+) customers agree")
WHYS = {
    "preference": "desk.why.stated",
    "chosen": "desk.why.chosen",
    "no evidence": "desk.why.nothing",
    "only language of the line": "desk.why.only",
    "customers disagree": "desk.why.nothing",
}


def why_spoken(card: Mapping[str, Any]) -> str:
    """Say why they are spoken to in their language (`routing.language`); may be empty."""
    why = str(card.get("why") or "")
    bought = _PURCHASES.fullmatch(why)
    if bought:
        return word("desk.why.purchases", count=bought[1], of=bought[2])
    agree = _AGREE.fullmatch(why)
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
