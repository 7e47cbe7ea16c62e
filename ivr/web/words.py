"""
Words of the pages: one file per language in `words/`, the same keys in each.

A part of the pages with many words has a folder of its own there, such as `words/studio/`.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml
from flask import g, request

LANGUAGES = ("fi", "sv", "en")


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Mapping[str, str]:
    """Return the words of a language by their keys, such as `account.password`."""
    top = resources.files("ivr.web") / "words"
    folders = [top, *(folder for folder in top.iterdir() if folder.is_dir())]
    texts = [(folder / f"{language}.yaml").read_text("utf-8") for folder in folders]
    trees = [yaml.load(text, yaml.BaseLoader) for text in texts]  # noqa: S506 -- reads plain text alone
    return {key: words for tree in trees for key, words in _flat(tree)}


def language_of_page() -> str:
    """Return the language of whoever looks: their own, else their browser's."""
    person = g.get("person")
    if person:
        return str(person.language)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def word(key: str, **values: object) -> str:
    """Return the words of a key in the language of the page. Raises KeyError."""
    return words(language_of_page())[key].format(**values)


def _flat(tree: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{before}.{name}" if before else name
        found += _flat(value, key) if isinstance(value, dict) else [(key, value)]
    return found
