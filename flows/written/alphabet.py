"""The basic alphabet of text messages, in which one message has 160 characters."""

import unicodedata

MOST = 160
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38, 6.2.1, without the characters that count as two."""
_LIKE = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u00a0": " ",
        "\u2026": "...",
    }
)


def plain(text: str) -> str:
    """Return the text in the basic alphabet: what is not in it is said by what is most like it."""
    return "".join(map(_basic, text.translate(_LIKE)))


def fits(text: str) -> bool:
    """Is it one message?"""
    return len(text) <= MOST


def _basic(char: str) -> str:
    if char in _BASIC:
        return char
    without_marks = unicodedata.normalize("NFKD", char)
    return "".join(part for part in without_marks if part in _BASIC)
