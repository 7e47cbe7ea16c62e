"""The pages speak three languages, and every word that they ask for is there."""

import re
from pathlib import Path
from string import Formatter

import pytest

from ivr.accounts.roles import ROLES
from ivr.web.words import LANGUAGES, words

IVR = Path(__file__).parents[3] / "ivr"
ASKED = re.compile(r"""\b(?:t|word)\("([a-z0-9_.]+)"[,)]""")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_word_with_the_same_places_to_fill(language: str) -> None:
    finnish, others = words("fi"), words(language)
    assert others.keys() == finnish.keys()
    assert [key for key in finnish if places(finnish[key]) != places(others[key])] == []


def test_every_word_that_a_page_asks_for_is_there() -> None:
    sources = [*IVR.rglob("templates/**/*.html"), *IVR.rglob("*.py")]
    asked = {key for one in sources for key in ASKED.findall(one.read_text("utf-8"))}
    assert asked
    assert asked - words("fi").keys() == set()


def test_every_role_has_its_word() -> None:
    assert {f"role.{role}" for role in ROLES} <= words("fi").keys()
