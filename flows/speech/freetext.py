"""Other people's words, made fit for a voice."""

import re
import unicodedata

from flows.speech.numbers import digit_words, number

LONGEST = 500
"""Characters of an operator's own text that are read."""

_MARKUP = re.compile(r"<[^<>]*>|[<>|]")
_FIGURES = re.compile(r"(\d{1,2})[.:](\d{2})(?!\d)|\d+")


def clean(text: str) -> str:
    """Plain words on one line: no markup, no control characters, no odd forms of letters."""
    plain = _MARKUP.sub(" ", unicodedata.normalize("NFKC", text))
    kept = (" " if char.isspace() else char for char in plain if _speakable(char))
    return " ".join("".join(kept).split())


def _speakable(char: str) -> bool:
    if char.isspace():
        return True
    return unicodedata.category(char)[0] != "C" and (char.isdecimal() or not char.isdigit())


def cut(text: str) -> str:
    """The first 500 characters, ending at a whole word where there is one."""
    if len(text) <= LONGEST:
        return text
    head, space, _ = text[: LONGEST + 1].rpartition(" ")
    return head if space else text[:LONGEST]


def spell(text: str, language: str) -> str:
    """
    Figures as words: up to 99 as a number, a time of day as two, anything else digit by digit.

    A leading zero means a code or a telephone number, so it is read out.
    """
    return _FIGURES.sub(lambda match: _figure(match, language), text)


def _figure(match: re.Match[str], language: str) -> str:
    words = [_number(part, language) for part in match.groups() if part]
    return " ".join(words) or _number(match.group(), language)


def _number(digits: str, language: str) -> str:
    whole = len(digits) == 1 or (len(digits) == 2 and digits[0] != "0")  # noqa: PLR2004 -- two digits
    return number(int(digits), language) if whole else digit_words(digits, language)
