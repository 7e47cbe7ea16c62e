"""What the pages of the shared sentences need: what is live, the draft, and what is heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import g, request

from flows.problems import Problem
from flows.prompts import LANGUAGES, Prompt
from flows.speech import MissingSlot
from flows.speech.length import whole_seconds
from ivr.admin import word_drafts
from ivr.admin.word_checks import problems
from ivr.admin.word_drafts import Draft
from ivr.admin.word_gate import Flows, Gate, look
from ivr.admin.wordings import sentence
from ivr.bundles.library import shipped_prompts
from ivr.bundles.own_words import Words, WordVersion, newest, with_words
from ivr.services import Services
from ivr.studio.difference import changed_words
from ivr.studio.hearing import Difference, Heard

MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the words for a sentence: as it is said, and what is wrong."""

    said: Mapping[str, str]
    problems: Sequence[Problem]
    seconds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """What callers hear, and what is drafted over it."""

    live: WordVersion
    draft: Draft

    @property
    def library(self) -> Mapping[str, Prompt]:
        """Every shared sentence as it is when the draft is published."""
        return with_words(self.draft.over(self.live.words))


class WordDesk:
    """Opens the company's words for whoever is signed in."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.engine = services.engine
        self.flows = Flows(services.engine)

    def open(self) -> Opened:
        """Read what is live, and the draft."""
        return Opened(newest(self.engine), word_drafts.read(self.engine))

    def gate(self, opened: Opened) -> Gate:
        """Look at what keeps the draft from callers."""
        two = self.services.settings.linja_publishers == "two"
        alone = two and g.person.name in opened.draft.authors
        return look(self.engine, opened.live, opened.draft, alone=alone)

    def keep(self, key: str, texts: Mapping[str, str] | None) -> None:
        """
        Save words for a sentence, None for the shipped ones, over the revision of the form.

        Raises Conflict.
        """
        opened, shipped = self.open(), dict(shipped_prompts()[key].text)
        wanted = None if texts is None or texts == shipped else texts
        changes = {**opened.draft.changes, key: wanted}
        if wanted == opened.live.words.get(key):
            del changes[key]
        seen, now = request.form.get("revision", -1, int), self.services.clock.now()
        word_drafts.save(self.engine, seen, changes, g.person.name, now)

    def beside(self, key: str, texts: Mapping[str, str]) -> Beside:
        """Say words with real values; what cannot be said is among the problems."""
        found = problems(key, texts)
        try:
            said = sentence(key, Prompt(texts), self.services.clock.now()).said
        except MissingSlot:
            said = {}
        spoken = {**texts, **said}
        lengths = {one: whole_seconds(spoken.get(one, ""), one) for one in LANGUAGES}
        return Beside(said, found, lengths)


def given() -> Mapping[str, str]:
    """Read the words of the form, each on one line; an empty field is no text."""
    texts = {
        one: " ".join(request.form.get(one, "")[:MOST_CHARACTERS].split()) for one in LANGUAGES
    }
    return {one: text for one, text in texts.items() if text}


def heard(before: Words, after: Words) -> Difference:
    """Compare what callers hear, sentence by sentence."""
    was, now = with_words(before), with_words(after)
    changed = [key for key in was if was[key].text != now[key].text]
    return Difference([_heard(key, was[key], now[key]) for key in changed], [])


def _heard(key: str, was: Prompt, now: Prompt) -> Heard:
    texts = {
        one: changed_words(was.text.get(one, ""), now.text.get(one, ""))
        for one in LANGUAGES
        if was.text.get(one) != now.text.get(one)
    }
    return Heard(key, texts)
