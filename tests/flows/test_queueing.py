"""What is said in the queue: the place when it changes, the estimate seldom, always something."""

import pytest

from flows.queueing import (
    ESTIMATE_EVERY_SECONDS,
    LONGEST_EVERY_SECONDS,
    OFFER_EVERY_SECONDS,
    Rules,
    Standing,
    Told,
    next_words,
    speak_waiting,
    wish_of,
)
from tests.flows.conversation import library_prompts

NOW = 1_795_000_000
RULES = Rules(callback=True, longest_seconds=3600)
FIRST = Standing(0)
NO_CALLBACK = Rules(callback=False, longest_seconds=3600)
SERVICES = ("electricity",)


def after(seconds: int, told: Told, standing: Standing = FIRST, rules: Rules = RULES) -> list[str]:
    return next_words(told, standing, "", rules, NOW + seconds)[0]


def begun(standing: Standing, rules: Rules = RULES) -> Told:
    return next_words(Told(), standing, "", rules, NOW)[1]


def test_first_they_hear_that_they_are_in_the_queue_and_where() -> None:
    assert next_words(Told(), Standing(3), "", RULES, NOW)[0] == ["queue.join", "queue.pos.n"]


@pytest.mark.parametrize(
    ("ahead", "key"), [(0, "next"), (1, "one"), (2, "n"), (20, "n"), (21, "many")]
)
def test_the_place_in_words(ahead: int, key: str) -> None:
    assert f"queue.pos.{key}" in next_words(Told(), Standing(ahead), "", RULES, NOW)[0]


def test_a_place_that_is_not_known_is_not_told() -> None:
    assert next_words(Told(), Standing(), "", RULES, NOW)[0] == ["queue.join"]
    assert after(25, begun(Standing()), Standing()) == ["queue.still", "queue.offer"]


def test_the_place_is_told_again_only_when_it_has_changed() -> None:
    told = begun(Standing(3), NO_CALLBACK)
    assert after(25, told, Standing(3), NO_CALLBACK) == ["queue.still"]
    assert after(25, told, Standing(2), NO_CALLBACK) == ["queue.pos.n"]


def test_the_estimate_is_told_every_two_minutes_at_most() -> None:
    standing = Standing(0, "wait.5")
    told = begun(standing, NO_CALLBACK)
    assert told.estimate_at == NOW
    early, due = ESTIMATE_EVERY_SECONDS - 1, ESTIMATE_EVERY_SECONDS
    assert after(early, told, standing, NO_CALLBACK) == ["queue.still"]
    assert after(due, told, standing, NO_CALLBACK) == ["queue.wait.5"]


def test_the_callback_is_offered_after_the_first_words_and_then_now_and_then() -> None:
    said, told = next_words(begun(Standing(0)), Standing(0), "", RULES, NOW + 25)
    assert said == ["queue.still", "queue.offer"]
    assert after(25 + OFFER_EVERY_SECONDS - 1, told) == ["queue.still"]
    assert after(25 + OFFER_EVERY_SECONDS, told) == ["queue.still", "queue.offer"]


def test_where_the_wait_is_long_it_is_offered_at_once() -> None:
    said, _ = next_words(Told(), Standing(9, "wait.40", is_long=True), "", RULES, NOW)
    assert said[-1] == "queue.offer"


def test_where_no_callback_can_be_had_none_is_offered() -> None:
    long = Standing(9, "wait.40", is_long=True)
    told = begun(long, NO_CALLBACK)
    for seconds in (25, OFFER_EVERY_SECONDS, 4000):
        assert {"queue.offer", "queue.longest"} & {
            *after(seconds, told, long, NO_CALLBACK)
        } == set()


def test_the_longest_wait_is_told_once_and_then_every_ten_minutes() -> None:
    said, told = next_words(begun(Standing(0)), Standing(0), "", RULES, NOW + 3600)
    assert said == ["queue.longest"]
    assert "queue.longest" not in after(3600 + LONGEST_EVERY_SECONDS - 1, told)
    assert after(3600 + LONGEST_EVERY_SECONDS, told) == ["queue.longest"]


def test_while_one_of_ours_is_free_they_are_connected() -> None:
    assert next_words(Told(), Standing(0, soon=True), "", RULES, NOW)[0] == ["transfer.person"]


def test_the_keys_of_the_queue() -> None:
    wishes = {key: wish_of(key, RULES, SERVICES) for key in "0123456789*#"}
    assert {key: wish for key, wish in wishes.items() if wish} == {
        "0": "place",
        "1": "callback",
        "8": "language",
        "9": "danger",
        "*": "repeat",
    }
    assert wish_of("1", NO_CALLBACK, SERVICES) == ""
    assert wish_of("9", RULES, ("newspaper",)) == ""
    assert wish_of("", RULES, SERVICES) == ""


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_fault_line_has_its_own_words(language: str) -> None:
    prompts, said = library_prompts(), ["transfer.person", "queue.join", "queue.pos.n"]
    service = speak_waiting(prompts, "service", language, said, 3)
    fault = speak_waiting(prompts, "fault", language, said, 3)
    assert [one.key for one in service] == said
    assert [one.key for one in fault] == ["transfer.duty", "queue.join.fault", "queue.pos.n"]


def test_what_an_older_version_has_no_words_for_is_left_out() -> None:
    assert speak_waiting({}, "service", "fi", ["queue.still"]) == ()
