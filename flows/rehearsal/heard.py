"""Whether what a scenario expects has been heard, in its order."""

import re
from dataclasses import dataclass

from flows.verbs import Speech

_KEY = re.compile(r"[a-z][a-z0-9_.-]*")
_DESKS = ("service", "fault")


def is_key(expected: str) -> bool:
    """Is this the key of a prompt, and not words? A key has no spaces and no capital letters."""
    return _KEY.fullmatch(expected) is not None


@dataclass
class Ear:
    """What has been said since the caller last did something, and how far it has been matched."""

    said: tuple[Speech, ...]
    at: int = 0

    def hears(self, expected: str) -> bool:
        """Find a prompt or words after what was found before."""
        return self._finds_key(expected) if is_key(expected) else self._finds_words(expected)

    def __str__(self) -> str:
        return " ".join(f"[{speech.key}] {speech.text}" for speech in self.said) or "nothing"

    def _finds_key(self, key: str) -> bool:
        wanted = {key, *(f"{key}.{desk}" for desk in _DESKS)}
        start = 0
        for speech in self.said:
            if start >= self.at and speech.key in wanted:
                self.at = start + 1
                return True
            start += len(speech.text) + 1
        return False

    def _finds_words(self, words: str) -> bool:
        text = " ".join(speech.text for speech in self.said)
        found = text.find(words, max(self.at - 1, 0))
        self.at = found + len(words) if found >= 0 else self.at
        return found >= 0
