"""How we greet in calls that we make, by the hour."""

from datetime import datetime

from flows.speech.when import HELSINKI

_GREETINGS = {
    "fi": ((10, "Hyvää huomenta"), (18, "Hyvää päivää"), (24, "Hyvää iltaa")),
    "sv": ((10, "God morgon"), (18, "God dag"), (24, "God kväll")),
    "en": ((12, "Good morning"), (18, "Good afternoon"), (24, "Good evening")),
}
"""Each until its hour."""


def greeting(now: datetime, language: str) -> str:
    """Raises ValueError for a time without its zone."""
    if now.tzinfo is None:
        raise ValueError("a time without its zone cannot be spoken; give an aware time")
    hour = now.astimezone(HELSINKI).hour
    return next(words for until, words in _GREETINGS[language] if hour < until)
