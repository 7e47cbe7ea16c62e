"""What may stand in the audit log: no secret, and no number that somebody could ring."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ivr.masking import masked

HIDDEN = "(hidden)"
LONGEST = 400
MOST_DEEP = 8
SMALL = 10**6
MOST_MARKS = 6
SECRET_NAME = re.compile(r"password|secret|token|totp|digest|api_?key|auth", re.IGNORECASE)
SECRET = re.compile(r"(?:linja_|feed_|whsec_)[\w+/=-]{8,}|(?<![0-9A-Za-z])[0-9a-f]{32,}(?!\w)")
"""Our tokens, and 32 or more of 0-f such as Twilio's auth token or a digest."""
SIGNED_IN = re.compile(r"(?<=://)[^/\s@?#]*(?=@)")
"""Name and password in an address, as Twilio's webhooks may have them."""
IN_QUERY = re.compile(
    r"([?&][\w.-]{0,40}(?:key|token|secret|pass|pwd|sig|auth)[\w.-]{0,40}=)[^&#\s]+",
    re.IGNORECASE,
)
LONG = re.compile(r"[\w-]{40,}")
BETWEEN = r" \t\u00a0\u2007\u2009\u200b-\u200f\u202f\u2060\ufeff()/\u2010-\u2013-"
"""Spaces that do not break or are not seen, and dashes, come along when a number is copied."""
NUMBER = re.compile(
    rf"(?<![\w+-])(?:\+|00|0|358)[{BETWEEN}]?\(?\d(?:[{BETWEEN}]{{0,3}}\d){{5,14}}(?![\w-])"
    rf"|(?<![\w+-])(?:\+358|0)[. ]?(?:4\d|50)(?:[.,{BETWEEN}]{{0,3}}\d){{5,8}}(?![\w-])"
)


def clean_text(text: str, longest: int = LONGEST) -> str:
    """Return a text with numbers masked and secrets hidden, cut to so many letters."""
    address = IN_QUERY.sub(rf"\1{HIDDEN}", SIGNED_IN.sub(HIDDEN, text))
    hidden = LONG.sub(_unless_words, SECRET.sub(HIDDEN, address))
    shown = NUMBER.sub(lambda found: masked(re.sub(r"[^\d+]", "", found[0])), hidden)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def clean(value: Any, deep: int = 0) -> Any:
    """Return what may be kept of a value, as JSON; what a name calls secret is hidden."""
    if deep > MOST_DEEP:
        return "…"
    if isinstance(value, Mapping):
        return {clean_text(str(key)): _named(str(key), one, deep) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(one, deep + 1) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    small = isinstance(value, int) and abs(value) < SMALL
    return value if value is None or small or isinstance(value, float) else clean_text(str(value))


def _unless_words(found: re.Match[str]) -> str:
    """Hide what looks drawn by lot; the identifier of an outage may be as long, in words."""
    kinds = (str.islower, str.isupper, str.isdigit)
    drawn = all(any(map(kind, found[0])) for kind in kinds)
    return HIDDEN if drawn and len(re.findall("[-_]", found[0])) < MOST_MARKS else found[0]


def _named(name: str, value: Any, deep: int) -> Any:
    hidden = SECRET_NAME.search(name) and not isinstance(value, bool) and value is not None
    return HIDDEN if hidden else clean(value, deep + 1)
