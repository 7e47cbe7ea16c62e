"""The sentences of a flow, keyed, each in its languages. Reading files is done elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Prompt:
    """
    One sentence or several that are always said together, by language.

    `sounds` names the recordings of these very texts, where there are any.
    """

    text: Mapping[str, str]
    sounds: Mapping[str, str] = field(default_factory=dict)


Prompts = Mapping[str, Prompt]


class BadPrompts(ValueError):
    """What is wrong with a prompt file: every problem, each with its key."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_prompts(group: str, document: Mapping[str, object]) -> dict[str, Prompt]:
    """
    The prompts of one file, under `<group>.<key>`; an empty group leaves the keys as they are.

    `document` maps a key to its texts by language (YAML: `eta: {fi: …, sv: …, en: …}`). A
    language may be missing: checking a flow tells that. Raises `BadPrompts`.
    """
    prefix = f"{group}." if group else ""
    problems = [
        f"{prefix}{key}: {problem}" for key, texts in document.items() for problem in _wrong(texts)
    ]
    if problems:
        raise BadPrompts(problems)
    return {
        f"{prefix}{key}": Prompt(dict(texts))
        for key, texts in document.items()
        if isinstance(texts, Mapping)
    }


def _wrong(texts: object) -> list[str]:
    if not isinstance(texts, Mapping) or not texts:
        return ["is not a map of languages to texts; write fi:, sv: and en: under it"]
    strange = [
        f"{language} is not one of {', '.join(LANGUAGES)}"
        for language in texts
        if language not in LANGUAGES
    ]
    return strange + [
        f"{language} has no text; write a sentence or leave the language out"
        for language, text in texts.items()
        if not isinstance(text, str) or not text.strip()
    ]
