"""
Brackets, slashes, dashes, quotes, colons and signs are read aloud, skipped or read as markup.

Letters, full stops, commas, question marks, hyphens and apostrophes are safe; ` | ` between the
options of a menu is a pause.
"""

import unicodedata
from collections.abc import Iterator

from flows.speech.placeholders import PLACEHOLDER
from flows.subject import Found, Subject

SAFE = set(" \n.,?-'\u2019|")


def find(subject: Subject) -> Iterator[Found]:
    """Find signs outside placeholders that are no letters."""
    for saying in subject.sayings():
        words = PLACEHOLDER.sub(" ", saying.text)
        strange = sorted({char for char in words if not _is_safe(char)})
        if strange:
            shown = " ".join(
                char if char.isprintable() else f"U+{ord(char):04X}" for char in strange
            )
            message = f"{saying.key} has {shown}, which cannot be spoken: write words instead"
            yield Found(saying.path, message, saying.language)


def _is_safe(char: str) -> bool:
    return char in SAFE or char.isdigit() or unicodedata.category(char)[0] in "LM"
