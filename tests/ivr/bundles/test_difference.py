"""What differs between two versions, in plain words."""

import pytest

from flows.definition import Bundle, read_flow
from flows.prompts import Prompt
from flows.recording import words_of
from ivr.bundles.difference import differences

BEFORE = """
spec: 1
name: tried
languages: [fi, sv]
start: greet
human: person
vars: [matter]
steps:
  greet: {type: say, prompts: [hello], next: which}
  which:
    type: branch
    cases: [{if: {fact: hour, is: 7}, go: main}]
    next: main
  main: {type: menu, prompt: choose, keys: {1: bills, 2: person}}
  bills: {type: human, topic: bills}
  person: {type: human}
prompts:
  hello: {fi: Hei., sv: Hej.}
  choose: {fi: Painakaa yksi., sv: Tryck ett.}
"""


def bundle(text: str, library: str = "Hetki.") -> Bundle:
    flow = read_flow(text).flow
    assert flow is not None
    return Bundle("tried", {"tried": flow}, {"wait": Prompt({"fi": library})})


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("Hej.", "God dag.", ['prompt hello (sv): "God dag.", was "Hej."']),
        ("sv: Hej.", "en: Hi.", [
            'prompt hello (sv): (nothing), was "Hej."',
            'prompt hello (en): "Hi.", was (nothing)',
        ]),
        ("languages: [fi, sv]", "languages: [fi, en]", [
            "language en: new",
            "language sv: taken away",
        ]),
        ("start: greet", "start: main", ["the call begins at main, was greet"]),
        ("human: person", "human: bills", ["key 0 leads to bills, was person"]),
        ("vars:", "desk: fault\nvars:", ["the words speak of the fault desk, was service"]),
        ("{1: bills, 2: person}", "{1: person, 3: bills}", [
            "step main: key 1 leads to person, was bills",
            "step main: key 2 leads to (nothing), was person",
            "step main: key 3 leads to bills, was (nothing)",
        ]),
        ("{1: bills, 2: person}}", "{1: bills, 2: person}, exits: {exhausted: bills}}", [
            "step main: exhausted leads to bills, was the person",
        ]),
        ("topic: bills", "topic: invoices", ["step bills: topic is invoices, was bills"]),
        ("bills: {type: human, topic: bills}", "bills: {type: end}", [
            "step bills: type is end, was human",
            "step bills: topic is (nothing), was bills",
            "step bills: prompt is end.bye, was (nothing)",
        ]),
        ("  person:", "  bye: {type: end}\n  person:", ["step bye (end): new"]),
        ("is: 7", "is: 8", [
            "step which: cases is if fact hour, is 8, go main, was if fact hour, is 7, go main",
        ]),
    ],
)  # fmt: skip
def test_a_change_is_told(was: str, now: str, told: list[str]) -> None:
    assert was in BEFORE
    assert differences(bundle(BEFORE), bundle(BEFORE.replace(was, now, 1))) == told


def test_a_sentence_of_the_library_that_changed_is_told() -> None:
    told = differences(bundle(BEFORE), bundle(BEFORE, "Odottakaa."))
    assert told == ['prompt wait (fi): "Odottakaa.", was "Hetki."']


def test_own_words_in_place_of_the_library_s_tell_what_was_said_before() -> None:
    own = BEFORE.replace("  hello:", "  wait: {fi: Odottakaa., sv: Vänta.}\n  hello:")
    assert differences(bundle(BEFORE), bundle(own)) == [
        'prompt wait (fi): "Odottakaa.", was "Hetki."',
        'prompt wait (sv): "Vänta.", was (nothing)',
    ]


def test_a_flow_that_is_not_gone_to_any_more_is_told() -> None:
    one, other = bundle(BEFORE), bundle(BEFORE.replace("name: tried", "name: other"))
    both = Bundle("tried", {**one.flows, "other": other.flows["tried"]}, one.prompts)
    assert differences(both, one) == ["other: calls no longer go on in this flow"]
    assert differences(one, both) == ["other: calls can now go on in this flow"]


def test_nothing_differs_from_itself() -> None:
    assert differences(bundle(BEFORE), bundle(BEFORE)) == []


def test_a_recording_that_is_put_in_exchanged_or_taken_away_is_told() -> None:
    def recorded(sound: str) -> Bundle:
        place = f"{{sound: {sound * 32}, words: {words_of('Hei.')}}}"
        return bundle(f"{BEFORE}recordings:\n  hello: {{fi: {place}}}\n")

    assert differences(bundle(BEFORE), recorded("a")) == ["prompt hello (fi): played, was spoken"]
    assert differences(recorded("a"), recorded("b")) == [
        "prompt hello (fi): another recording is played"
    ]
    assert differences(recorded("b"), bundle(BEFORE)) == ["prompt hello (fi): spoken, was played"]
