"""Reading prompts."""

import re

import pytest

from flows.prompts import BadPrompts, Prompt, read_prompts
from flows.speech import KNOWN_PLACEHOLDERS, placeholders
from tests.flows.conversation import library_prompts

LIBRARY = library_prompts()


def test_a_prompts_key_is_its_file_and_its_own_key() -> None:
    document = {"greet.service": {"fi": "Hei.", "sv": "Hej."}}

    assert read_prompts("open", document) == {
        "open.greet.service": Prompt({"fi": "Hei.", "sv": "Hej."})
    }


def test_prompts_without_a_group_keep_their_keys() -> None:
    assert read_prompts("", {"own.hello": {"en": "Hello."}}) == {
        "own.hello": Prompt({"en": "Hello."})
    }


def test_every_problem_is_told_at_once() -> None:
    document = {"a": "Hei.", "b": {"de": "Hallo.", "sv": " "}, "c": {}, "d": {"fi": "Hei."}}

    with pytest.raises(BadPrompts) as bad:
        read_prompts("own", document)

    assert [problem.split(":")[0] for problem in bad.value.problems] == [
        "own.a",
        "own.b",
        "own.b",
        "own.c",
    ]


def test_the_library_speaks_every_language() -> None:
    assert {key for key, prompt in LIBRARY.items() if list(prompt.text) != ["fi", "sv", "en"]} == (
        set()
    )


def test_the_translations_of_a_prompt_take_the_same_values() -> None:
    def names(text: str) -> set[str]:
        return {name.partition(".")[0].strip("^") for name in placeholders(text)}

    wanted = {
        key: {language: names(text) - {"O", "A", "B"} for language, text in prompt.text.items()}
        for key, prompt in LIBRARY.items()
    }

    assert {key for key, by in wanted.items() if len({frozenset(n) for n in by.values()}) > 1} == (
        set()
    )


@pytest.mark.parametrize("mark", ["(", ")", "/", "\u2013", "\u2014", '"', "”", ";", "!", "  "])
def test_no_prompt_has_a_mark_that_is_not_spoken(mark: str) -> None:
    assert [
        key for key, prompt in LIBRARY.items() for text in prompt.text.values() if mark in text
    ] == []


def test_a_colon_is_only_in_the_whisper() -> None:
    assert {
        key.partition(".")[0]
        for key, prompt in LIBRARY.items()
        for text in prompt.text.values()
        if ":" in text
    } == {"whisper"}


def test_only_known_placeholders_are_used() -> None:
    used = {name for p in LIBRARY.values() for t in p.text.values() for name in placeholders(t)}

    assert used <= KNOWN_PLACEHOLDERS


@pytest.mark.parametrize(
    "wrong", ["viimeisimmän", "ylihuomenna", "ensi keskiviikkona", "mennessä"]
)
def test_finnish_phrases_that_would_inflect_a_value_are_not_used(wrong: str) -> None:
    assert [key for key, prompt in LIBRARY.items() if wrong in prompt.text["fi"].lower()] == []


def test_painamalla_stands_only_before_nollaa() -> None:
    pressing = [p.text["fi"].partition("painamalla ")[2] for p in LIBRARY.values()]

    assert {rest for rest in pressing if rest} == {"nollaa."}


def test_the_fault_lines_variants_do_not_name_the_service_desk() -> None:
    variants = [prompt.text for key, prompt in LIBRARY.items() if key.endswith(".fault")]

    assert len(variants) >= 8
    assert not [text for text in variants if "asiakaspalvel" in text["fi"].lower()]
    desk = re.compile("kundtj|kundråd")
    assert not [text for text in variants if desk.search(text["sv"].lower())]
