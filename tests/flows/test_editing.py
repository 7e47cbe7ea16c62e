"""Change one thing in a file, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.editing import NoSuchPlace, append, put, put_all, remove, rename
from flows.source import read_source

TEXT = """\
# The flow of the company.
name: bills  # never change

steps:
  greet:
    type: say
    prompts: [one, two]
    next: main   # on

  # the menu
  main:
    type: menu
    keys: {1: bills, 2: person}

  last:
    type: branch
    cases:
      - if: {fact: open, is: true}
        go: main
      - if: {fact: open, is: false}
        go: greet

prompts:
  hello:
    fi: Hei.
    sv: "Hej: på dig."
"""


def test_a_word_is_replaced_and_the_rest_stays() -> None:
    after = put(TEXT, ("steps", "greet", "next"), "last")
    assert after == TEXT.replace("next: main   # on", "next: last   # on")


def test_a_key_of_a_menu_is_added_and_taken_away() -> None:
    after = put(TEXT, ("steps", "main", "keys", "3"), "last")
    assert after == TEXT.replace("2: person}", "2: person, 3: last}")
    assert remove(TEXT, ("steps", "main", "keys", "1")) == TEXT.replace("1: bills, ", "")
    assert remove(TEXT, ("steps", "main", "keys", "2")) == TEXT.replace(", 2: person", "")


def test_a_sentence_is_written_as_it_is_whatever_is_in_it() -> None:
    for words in ("Hyvää: iltaa", "# ei", "'", '"', "true", "00100", "a\nb", "{x}", "- no", "é"):
        after = put(TEXT, ("prompts", "hello", "fi"), words)
        assert read_source(after).document["prompts"] == {
            "hello": {"fi": words, "sv": "Hej: på dig."}
        }


def test_a_step_is_added_renamed_and_taken_away() -> None:
    step = {"type": "menu", "prompt": "x", "keys": {"1": "greet"}}
    added = put(TEXT, ("steps", "new"), step)
    assert (
        added.replace("\n  new:\n    type: menu\n    prompt: x\n    keys: {1: greet}", "") == TEXT
    )
    assert rename(TEXT, ("steps", "main"), "begin") == TEXT.replace("  main:\n", "  begin:\n")
    assert remove(added, ("steps", "new")) == TEXT


def test_a_map_that_is_missing_is_made() -> None:
    after = put(TEXT, ("steps", "greet", "exits", "lost"), "main")
    assert "    next: main   # on\n    exits: {lost: main}\n" in after


def test_the_last_of_a_map_takes_the_map_with_it() -> None:
    alone = remove(TEXT, ("prompts", "hello", "fi"))
    after = read_source(remove(alone, ("prompts", "hello", "sv")))
    assert list(after.document) == ["name", "steps"]


def test_an_item_of_a_list_is_taken_away() -> None:
    assert "[two]" in remove(TEXT, ("steps", "greet", "prompts", "0"))
    after = read_source(remove(TEXT, ("steps", "last", "cases", "0"))).document
    assert after["steps"]["last"]["cases"] == [
        {"if": {"fact": "open", "is": "false"}, "go": "greet"}
    ]


def test_a_map_is_added_to_a_list() -> None:
    scenario = {
        "name": "a: b",
        "caller": {"language": "fi"},
        "call": [{"presses": "1"}, {"hears": ["a.b", "C d."]}],
    }
    once = append(TEXT, ("scenarios",), scenario)
    twice = append(once, ("scenarios",), scenario)
    assert once.startswith(TEXT.rstrip("\n"))
    assert twice.startswith(once.rstrip("\n"))
    assert read_source(twice).document["scenarios"] == [scenario, scenario]
    assert "    call:\n      - presses: 1\n      - hears: [a.b, C d.]" in twice
    assert "[]" not in append(put(TEXT, ("scenarios",), []), ("scenarios",), scenario)


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(NoSuchPlace):
        remove(TEXT, ("steps", "nowhere"))
    with pytest.raises(NoSuchPlace):
        rename(TEXT, ("steps", "nowhere"), "x")
    with pytest.raises(NoSuchPlace):
        put(TEXT, ("name", "x"), "y")


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1))
def test_any_sentence_comes_back_as_it_was_written(words: str) -> None:
    after = put_all(TEXT, [(("prompts", "hello", "fi"), words), (("prompts", "new", "sv"), words)])
    prompts = read_source(after).document["prompts"]
    assert prompts["hello"]["fi"] == prompts["new"]["sv"] == words
