"""
A prompt can say {company}, {line}, {message} and {vars.NAME}; nothing else has a value.

A prompt that takes the place of one in the library may have that one's placeholders as well, as
long as no step says it by name.
"""

from collections.abc import Iterator

from flows.speech import KNOWN_PLACEHOLDERS, placeholders
from flows.subject import Found, Subject

ALWAYS = {"company", "line", "message"}


def find(subject: Subject) -> Iterator[Found]:
    """Look at the flow's own prompts, and at the library's where a step says them."""
    chosen = {choice.key for choice in subject.choices()}
    for saying in subject.sayings():
        allowed = set() if saying.key in chosen else _of_library(subject, saying.key)
        for name in _strange(saying.text, allowed):
            message = f"{saying.key} cannot say {{{name}}}; it can say {{company}}, {{line}}, "
            message += "{message} and {vars.NAME}"
            yield Found(saying.path, message, saying.language)
    for choice in subject.choices():
        prompt = None if choice.key in subject.flow.prompts else subject.prompt(choice.key)
        strange = (
            {name for text in prompt.text.values() for name in _strange(text, set())}
            if prompt
            else set()
        )
        if strange:
            message = (
                f"{choice.key} needs {{{min(strange)}}}, which has no value here: write your own"
            )
            yield Found(choice.path, message)


def _of_library(subject: Subject, key: str) -> set[str]:
    prompts = (subject.library.get(key), subject.library.get(f"{key}.{subject.flow.desk}"))
    texts = [text for prompt in prompts if prompt for text in prompt.text.values()]
    return {_base(name) for text in texts for name in placeholders(text)}


def _strange(text: str, allowed: set[str]) -> list[str]:
    return [name for name in placeholders(text) if not _is_known(name, allowed)]


def _is_known(name: str, allowed: set[str]) -> bool:
    if name in ALWAYS or name.startswith("vars."):
        return True
    return name in KNOWN_PLACEHOLDERS and _base(name) in allowed


def _base(name: str) -> str:
    return name.partition(".")[0].removesuffix("^")
