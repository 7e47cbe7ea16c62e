"""Every shared sentence, and the notices of each state as they would be said now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.asks import Notice
from flows.prompts import LANGUAGES, Prompt, Prompts
from flows.speech import Place, speak
from flows.wording import WATER_ORDERS, wording
from ivr.bundles.library import shipped_prompts

NOTICES = "notice."
POSTCODE = "29900"
AHEAD = timedelta(hours=3)
LONGER = timedelta(hours=6)
TOMORROW = timedelta(days=1)
PAST = frozenset({"overdue", "stale", "continues"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A prompt: as written, and as said with real values; `said` is empty where it needs none."""

    key: str
    written: Mapping[str, str]
    said: Mapping[str, str]


def groups() -> Sequence[str]:
    """Name the files of the library, notices by service first."""
    found = {group_of(key) for key in shipped_prompts()}
    return sorted(found, key=lambda name: (not name.startswith(NOTICES), name))


def sentences(group: str, library: Prompts, now: datetime) -> Sequence[Sentence]:
    """Read the prompts of a group, in the order of its file."""
    return [sentence(key, library[key], now) for key in library if group_of(key) == group]


def sentence(key: str, prompt: Prompt, now: datetime) -> Sentence:
    """Give one prompt as it is written and as it would be said."""
    return Sentence(key, _written(prompt), _said(key, prompt, now))


def group_of(key: str) -> str:
    """Name the group that a prompt is shown in."""
    first, second, *_ = (*key.split("."), "")
    return f"{first}.{second}" if key.startswith(NOTICES) and key.count(".") > 1 else first


def _written(prompt: Prompt) -> Mapping[str, str]:
    return {one: prompt.text[one] for one in LANGUAGES if one in prompt.text}


def _said(key: str, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    """
    Say a notice by the same choice of words as a call; other prompts stay as written.

    Raises MissingSlot where a sentence has a value that its notice has not.
    """
    if not key.startswith(NOTICES) or key.count(".") <= 1:
        return {}
    for notice in _examples(key, now):
        worded = wording(notice, Place(POSTCODE, registered=False), now)
        if worded and worded[0] == key:
            values = worded[1]
            return {
                language: speak(key, text, language, values).text
                for language, text in _written(prompt).items()
            }
    return {}


def _examples(key: str, now: datetime) -> Sequence[Notice]:
    """Make notices of this service and state, one of which is told by this prompt."""
    _, service, state = key.split(".", 2)
    named = {"general": "other", "water_quality": "water"}.get(service, service)
    at = now - AHEAD if state in PAST else now + AHEAD
    until = None if state.endswith("no_end") else at + LONGER
    base = state.removesuffix("_no_end") if state not in WATER_ORDERS else state
    return [
        Notice("example", named, base, when, until and when + LONGER)
        for when in (at, now + TOMORROW)
    ] + [Notice("example", named, base)]
