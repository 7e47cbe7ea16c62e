"""What is wrong with the words for a shared sentence: checked as those that ship."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from flows.checks import check
from flows.definition import Flow, Reading
from flows.problems import Problem
from flows.prompts import LANGUAGES
from flows.source import Source
from flows.speech import KNOWN_PLACEHOLDERS, placeholders
from flows.steps.human import Human
from ivr.bundles.library import shipped_prompts

Texts = Mapping[str, str]

PLACE = frozenset({"O", "A", "B"})
"""Values that all say where."""
INFLECTED = re.compile(r"\{[^{}]*\}(?:[^\W\d_]+|[-:'\u2019]\w+)|\w+\{[^{}]*\}")
BY_HAND = re.compile(r"\{[^{}]*\}\s+(?:mennessä|asti|saakka|lähtien|alkaen)\b", re.IGNORECASE)


def problems(key: str, texts: Texts) -> Sequence[Problem]:
    """Find everything that is wrong; what the shipped words do themselves is not."""
    allowed = _shipped(key)
    found = [*_checked(key, texts), *_values(key, texts), *_inflected(key, texts)]
    return sorted(one for one in found if (one.id, one.language) not in allowed)


@cache
def _shipped(key: str) -> frozenset[tuple[str, str]]:
    texts = shipped_prompts()[key].text
    found = [*_checked(key, texts), *_inflected(key, texts)]
    return frozenset((one.id, one.language) for one in found)


def _checked(key: str, texts: Texts) -> Iterator[Problem]:
    """Ask the checks of flows, as if these were the own words of a flow in every language."""
    document = {"prompts": {key: dict(texts)}, "steps": {"person": {"type": "human"}}}
    flow = Flow(
        spec="1",
        name="shared",
        languages=list(LANGUAGES),
        start="person",
        human="person",
        prompts={key: dict(texts)},
        steps={"person": Human(type="human")},
    )
    reading = Reading(flow, Source(document), [])
    for one in check(reading, {}, shipped_prompts(), last=False):
        if one.message.startswith(f"{key} ") and one.id != "unknown-placeholder":
            yield one


def _values(key: str, texts: Texts) -> Iterator[Problem]:
    """A sentence says the values of the shipped one: no other is there, and none is left out."""
    shipped = shipped_prompts()[key].text
    there = {_base(name) for text in shipped.values() for name in placeholders(text)}
    can = ", ".join(f"{{{name}}}" for name in sorted(there)) or "no value at all"
    for language, text in texts.items():
        names = placeholders(text)
        for name in names:
            if name not in KNOWN_PLACEHOLDERS or _base(name) not in there:
                message = f"{key} cannot say {{{name}}}; it can say {can}"
                yield Problem(0, "strange-value", message, language=language)
        wanted, said = _kinds(placeholders(shipped.get(language, ""))), _kinds(names)
        for name in sorted(wanted - said):
            message = f"{key} leaves out {{{name}}}: callers would not hear it"
            yield Problem(0, "value-left-out", message, language=language)


def _inflected(key: str, texts: Texts) -> Iterator[Problem]:
    for language, text in texts.items():
        wrong = INFLECTED.search(text) or BY_HAND.search(text)
        if wrong:
            message = f"{key} inflects a value ({wrong[0]}): a value stands alone, with its ending"
            yield Problem(0, "inflected-value", message, language=language)


def _base(name: str) -> str:
    return name.partition(".")[0].removesuffix("^")


def _kinds(names: Sequence[str]) -> set[str]:
    """Name the values that are said; a place is a place in any of its forms."""
    return {"A" if _base(name) in PLACE else _base(name) for name in names}
