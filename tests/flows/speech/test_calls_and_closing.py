"""What is said when it is closed and when we ring: days with a name, and greetings."""

from datetime import datetime

import pytest

from flows.speech import NAMED_HOLIDAYS, Count, Greeting, Holiday, Moment, speak
from routing.eves import EVES
from routing.holiday import SLUGS
from tests.flows.speech.reference import LANGUAGES, LIBRARY, helsinki, said

UNNAMED_EVES = {"epiphany-eve", "ascension-eve", "all-saints-eve", "independence-eve"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Asiakaspalvelumme on suljettu, koska tänään on juhannusaatto. Avaamme "),
        ("sv", "Vår kundtjänst är stängd eftersom det är midsommarafton i dag. Vi öppnar "),
        ("en", "Our customer service is closed because today is Midsummer Eve. We open at "),
    ],
)
def test_closed_because_of_a_day_with_a_name(language: str, sentence: str) -> None:
    day = Holiday("midsummer-eve")
    opens = Moment(helsinki("2026-06-22 08:00"), helsinki("2026-06-19 10:00"))

    assert said("hours.closed.holiday", language, holiday=day, T=opens).startswith(sentence)


def test_every_day_that_can_close_us_has_a_name_but_for_some_eves() -> None:
    assert {*SLUGS.values(), *EVES.values()} - UNNAMED_EVES == NAMED_HOLIDAYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_days_have_the_same_name(language: str) -> None:
    names = {speak("a", "{holiday}", language, {"holiday": Holiday(s)}) for s in NAMED_HOLIDAYS}

    assert len(names) == len(NAMED_HOLIDAYS) == 20


def test_a_day_without_a_name_cannot_be_said() -> None:
    with pytest.raises(LookupError, match="ascension-eve"):
        speak("a", "{holiday}", "fi", {"holiday": Holiday("ascension-eve")})


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("05:00", ["Hyvää huomenta", "God morgon", "Good morning"]),
        ("09:59", ["Hyvää huomenta", "God morgon", "Good morning"]),
        ("10:00", ["Hyvää päivää", "God dag", "Good morning"]),
        ("12:00", ["Hyvää päivää", "God dag", "Good afternoon"]),
        ("17:59", ["Hyvää päivää", "God dag", "Good afternoon"]),
        ("18:00", ["Hyvää iltaa", "God kväll", "Good evening"]),
        ("23:59", ["Hyvää iltaa", "God kväll", "Good evening"]),
    ],
)
def test_we_greet_by_the_clock_of_the_customer(clock: str, words: list[str]) -> None:
    now = Greeting(helsinki(f"2026-11-23 {clock}"))

    assert [speak("a", "{greeting}", one, {"greeting": now}).text for one in LANGUAGES] == words


def test_a_greeting_needs_a_time_with_its_zone() -> None:
    naive = Greeting(datetime(2026, 11, 23))  # noqa: DTZ001 -- that is the point

    with pytest.raises(ValueError, match="zone"):
        speak("a", "{greeting}", "fi", {"greeting": naive})


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_attempts_are_said_alike_in_full_and_by_number(language: str) -> None:
    assert said("callback.done.tries", language, N=Count(3)) == said(
        "callback.done.tries.3", language
    )


def test_a_fault_line_never_calls_itself_customer_service() -> None:
    new = ("hours.", "callback.", "outbound.", "voicemail.")
    named = [
        key
        for key, prompt in LIBRARY.items()
        if key.startswith(new) and "asiakaspalvel" in prompt.text["fi"].lower()
    ]

    assert named
    assert [key for key in named if f"{key}.fault" not in LIBRARY] == []
