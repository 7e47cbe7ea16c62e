"""What is kept of a callback as short English, in the words of the page."""

import re

from ivr.web.words import words

CODES = {
    "surely no call was made": "not_placed",
    "told late that the two had spoken": "told_late",
    "a person took the call": "taken",
    "the two spoke": "spoke",
    "found by its end": "found",
    "found in the list": "found",
    "found by its webhook": "found",
    "whoever asked for the call has not come back": "not_back",
    "the person was erased": "erased",
    "our key": "our_key",
    "in a call": "in_a_call",
    "its time has come": "its_time",
    "called and spoke with a person": "called_in",
    "claimed": "claimed",
    "another time chosen": "time_chosen",
    "another number given": "number_given",
    "stands in the line for an agent": "in_line",
    "not now": "not_now",
    "configured otherwise": "configured",
    "rung now by an agent": "rung_now",
    "a time was chosen at a desk": "desk_time",
    "changed at a desk": "desk_changed",
    "there was a callback to the number that was given": "there_was",
}
"""What the ledger is told (`ivr/callbacks`, `ivr/dispatch`, `ivr/desk/deeds.py`)."""
ALLOWED = re.compile(r"asked for, allowed by .+")


def why_words(why: str, language: str) -> str:
    """Say why; what a person wrote, or what is not known here, stays as it was written."""
    code = "asked" if ALLOWED.fullmatch(why) else CODES.get(why, why.replace("-", "_"))
    return words(language).get(f"calls.why.{code}", why)
