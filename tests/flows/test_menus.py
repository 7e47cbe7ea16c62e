"""Which keys a prompt says, in each language."""

import pytest

from flows.definition import read_flow
from flows.menus import menus, spoken_keys
from flows.source import Source
from flows.subject import Subject
from flows.wrong_words import WRONG_WORDS

FLOW = """
spec: 1
name: tried
languages: [fi, sv, en]
start: main
human: person
steps:
  main: {type: menu, prompt: choose, keys: {1: person}}
  person: {type: human}
prompts:
  choose: {fi: "FI", sv: "SV", en: "EN"}
"""


def keys_said(language: str, text: str) -> set[str]:
    flow = read_flow(FLOW.replace(language.upper(), text)).flow
    assert flow is not None
    ((_, menu),) = menus(flow)
    return spoken_keys(Subject(flow, Source(), {}, {}), menu)[language]


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("fi", "Laskuissa painakaa yksi. | Muissa painakaa kaksi.", {"1", "2"}),
        ("fi", "Painakaa numeroa kolme tai painakaa tähti.", {"3", "*"}),
        ("fi", "Laskuissa painamalla yksi.", set()),
        ("fi", "Painakaa jotakin.", set()),
        ("sv", "För fakturor, tryck ett. Tryck på fyrkant.", {"1", "#"}),
        ("en", "For bills, press one. Press the star to hear this again.", {"1", "*"}),
        ("en", "Impressed zero callers press number seven.", {"7"}),
    ],
)
def test_a_key_is_said_after_the_word_to_press(language: str, text: str, keys: set[str]) -> None:
    assert keys_said(language, text) == keys


def test_every_language_has_words_to_avoid_and_what_is_better() -> None:
    assert set(WRONG_WORDS) == {"fi", "sv", "en"}
    assert all(better for words in WRONG_WORDS.values() for better in words.values())
