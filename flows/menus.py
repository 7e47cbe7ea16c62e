"""The menus of a flow, and the keys that they say."""

import re
from collections.abc import Iterator

from flows.definition import Flow
from flows.speech.keys import key_word
from flows.steps.menu import Menu
from flows.subject import Subject

ENGINE_KEYS = frozenset("089*")
"""Everybody's already, in every flow."""

_PRESS = {
    "fi": re.compile(r"\bpainakaa (?:numeroa |näppäintä )?(\w+)", re.IGNORECASE),
    "sv": re.compile(r"\btryck (?:på )?(\w+)", re.IGNORECASE),
    "en": re.compile(r"\bpress (?:the number |number |the )?(\w+)", re.IGNORECASE),
}
_KEYS = {language: {key_word(key, language): key for key in "0123456789*#"} for language in _PRESS}


def menus(flow: Flow) -> Iterator[tuple[str, Menu]]:
    """Give the menus, by step name."""
    yield from ((name, step) for name, step in flow.steps.items() if isinstance(step, Menu))


def spoken_keys(subject: Subject, menu: Menu) -> dict[str, set[str]]:
    """Tell which keys a menu's prompt says, by language: "painakaa kolme" is key 3."""
    prompt = subject.prompt(menu.prompt)
    texts = prompt.text if prompt else {}
    return {
        language: set(_keys_in(texts[language], language))
        for language in subject.flow.languages
        if language in texts
    }


def _keys_in(text: str, language: str) -> Iterator[str]:
    for word in _PRESS[language].findall(text):
        if word.casefold() in _KEYS[language]:
            yield _KEYS[language][word.casefold()]
