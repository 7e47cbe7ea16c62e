"""A telephone number in the groups in which it is read back."""

import re

from flows.speech.numbers import digit_words

FINLAND = "+358"
_OPENING = re.compile(r"0[678]00|0(?:1\d|20|29|30|39|4\d|50|7[135])|0[235689]|\d{3}")
"""The prefix of a Finnish number: service, mobile or nationwide, area code."""
_COUNTRY = re.compile(r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")
"""Country codes of one and two digits (ITU-T E.164); all others have three."""


def phone_groups(e164: str, language: str) -> list[str]:
    """
    The words of each group: prefix or `plus` with the country, then pairs, an odd rest last.

    Without its `+` it is no number but what somebody has keyed in: it is said as it is.
    """
    if e164.startswith(FINLAND) or not e164.startswith("+"):
        national = "0" + e164.removeprefix(FINLAND) if e164.startswith(FINLAND) else e164
        return [digit_words(group, language) for group in _groups(_OPENING, national)]
    country, *rest = _groups(_COUNTRY, e164.removeprefix("+"))
    return [f"plus {digit_words(country, language)}"] + [
        digit_words(group, language) for group in rest
    ]


def _groups(opening: re.Pattern[str], digits: str) -> list[str]:
    match = opening.match(digits)
    head = match.group() if match else ""
    return [head, *_pairs(digits.removeprefix(head))] if head else _pairs(digits)


def _pairs(digits: str) -> list[str]:
    pairs = [digits[start : start + 2] for start in range(0, len(digits), 2)]
    if len(pairs) > 1 and len(pairs[-1]) == 1:
        pairs[-2:] = [pairs[-2] + pairs[-1]]
    return pairs
