"""
Words that are wrong, or that mislead when they are heard, and what to say instead.

"Ensi keskiviikkona" is heard as this week by one and as next week by another; "painamalla yksi"
is not Finnish; "error" says nothing about what happens now.
"""

import re
from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.wrong_words import WRONG_WORDS

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Look for each of them in its language."""
    for saying in subject.sayings():
        for wrong, better in WRONG_WORDS[saying.language].items():
            match = re.search(rf"\b(?:{wrong})", saying.text, re.IGNORECASE)
            if match:
                message = f"{saying.key} says {match.group()!r}: {better}"
                yield Found(saying.path, message, saying.language)
