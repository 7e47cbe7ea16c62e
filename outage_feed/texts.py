"""Texts of other people's making, made safe to store, speak and print."""

import unicodedata

SPACES = {"Cc", "Zl", "Zp"}
DROPPED = {"Cf", "Cs", "Cn", "Co"}
UNSAFE = SPACES | DROPPED
"""What is printable to Python has none of these."""


def clean(text: str) -> str:
    """Return it in composed form, single-spaced, without control or unpaired characters."""
    if text.isprintable() and text.isascii() and "  " not in text and text.strip() == text:
        return text
    if not text.isprintable():
        text = "".join(map(_character, text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def shortened(text: str, most: int = 500) -> str:
    """Return it clean and no longer than that: for what is looked at and never spoken."""
    text = clean(text[: 2 * most])
    return text if len(text) <= most else f"{text[: most - 1]}…"


def printable(text: str) -> bool:
    """Has it something to print, no spaces at its ends, and nothing that `clean` would drop?"""
    if text.strip() != text or not text:
        return False
    return text.isprintable() or all(
        unicodedata.category(character) not in UNSAFE for character in text
    )


def _character(character: str) -> str:
    category = unicodedata.category(character)
    if category in SPACES:
        return " "
    return "" if category in DROPPED else character
