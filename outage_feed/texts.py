"""Texts of other people's making, made safe to store, speak and print."""

import unicodedata

SPACES = {"Cc", "Zl", "Zp"}
DROPPED = {"Cf", "Cs", "Cn", "Co"}


def clean(text: str) -> str:
    """Return it in composed form, single-spaced, without control or unpaired characters."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", "".join(map(_character, text)))
    return " ".join(text.split())


def printable(text: str) -> bool:
    """Has it something to print, no spaces at its ends, and nothing that `clean` would drop?"""
    unsafe = SPACES | DROPPED
    return text.strip() == text != "" and all(
        unicodedata.category(character) not in unsafe for character in text
    )


def _character(character: str) -> str:
    category = unicodedata.category(character)
    if category in SPACES:
        return " "
    return "" if category in DROPPED else character
