"""Clock times, pairs, days alone and the nights in which the clock changes."""

from datetime import UTC, datetime

import pytest

from flows.speech import Later, Moment, speak
from flows.speech.times import time_phrase
from tests.flows.speech.reference import LANGUAGES, NOW, helsinki

CLOCK: list[tuple[str, str, str, str]] = [
    ("00:05", "kello nolla nolla viisi", "klockan noll noll fem", "five minutes past midnight"),
    ("00:01", "kello nolla nolla yksi", "klockan noll noll ett", "one minute past midnight"),
    ("00:30", "kello nolla kolmekymmentä", "klockan noll trettio", "half past midnight"),
    ("01:00", "kello yksi", "klockan ett", "one a.m."),
    ("01:30", "kello yksi kolmekymmentä", "klockan ett och trettio", "one thirty a.m."),
    ("07:00", "kello seitsemän", "klockan sju", "seven a.m."),
    ("07:30", "kello seitsemän kolmekymmentä", "klockan sju och trettio", "seven thirty a.m."),
    ("12:00", "kello kaksitoista", "klockan tolv", "twelve noon"),
    ("12:05", "kello kaksitoista nolla viisi", "klockan tolv noll fem", "twelve oh five p.m."),
    (
        "12:30",
        "kello kaksitoista kolmekymmentä",
        "klockan tolv och trettio",
        "twelve thirty p.m.",
    ),
    ("19:00", "kello yhdeksäntoista", "klockan nitton", "seven p.m."),
    (
        "19:05",
        "kello yhdeksäntoista nolla viisi",
        "klockan nitton noll fem",
        "seven oh five p.m.",
    ),
    ("21:00", "kello kaksikymmentäyksi", "klockan tjugoett", "nine p.m."),
    (
        "23:59",
        "kello kaksikymmentäkolme viisikymmentäyhdeksän",
        "klockan tjugotre och femtionio",
        "eleven fifty-nine p.m.",
    ),
]


@pytest.mark.parametrize(("clock", "fi", "sv", "en"), CLOCK)
def test_a_clock_time_is_said_in_whole_hours_or_hours_and_minutes(
    clock: str, fi: str, sv: str, en: str
) -> None:
    hour = int(clock[:2])
    at = helsinki(f"2026-11-2{4 if hour < 5 else 5} {clock}")
    spoken = {language: time_phrase(Moment(at, NOW), "", language) for language in LANGUAGES}

    assert spoken["fi"].endswith(f" {fi}")
    assert spoken["sv"].endswith(f" {sv}")
    assert spoken["en"].startswith(f"{en} ")


def test_an_instant_equal_to_now_has_passed() -> None:
    now = helsinki("2026-11-24 00:00")

    assert time_phrase(Moment(now, now), "", "en") == "midnight"


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("fi", "huomenna kello yhdeksän", "kello kaksitoista"),
        ("sv", "i morgon klockan nio", "klockan tolv"),
        ("en", "at nine a.m. tomorrow", "by twelve noon"),
    ],
)
def test_the_second_of_a_pair_has_only_the_clock_when_the_day_is_the_same(
    language: str, first: str, second: str
) -> None:
    start, end = helsinki("2026-11-23 09:00"), helsinki("2026-11-23 12:00")

    assert [
        time_phrase(Moment(start, NOW), "at", language),
        time_phrase(Later(end, start, NOW), "by", language),
    ] == [first, second]


@pytest.mark.parametrize(
    ("language", "second"),
    [
        ("fi", "tiistaina kello kahdeksan"),
        ("sv", "på tisdag klockan åtta"),
        ("en", "by eight a.m. on Tuesday"),
    ],
)
def test_the_second_of_a_pair_names_its_day_when_it_is_another(language: str, second: str) -> None:
    start, end = helsinki("2026-11-23 21:00"), helsinki("2026-11-24 08:00")

    assert time_phrase(Later(end, start, NOW), "by", language) == second


def test_the_night_that_is_gone_and_the_coming_one_are_not_one_night() -> None:
    start, end = helsinki("2026-11-22 01:00"), helsinki("2026-11-23 04:00")

    assert time_phrase(Later(end, start, NOW), "", "sv") == "i natt klockan fyra"


@pytest.mark.parametrize(
    ("at", "fi", "sv", "bare", "by"),
    [
        ("2026-11-22 20:00", "tänään", "i dag", "today", "today"),
        ("2026-11-23 00:00", "huomenna", "i morgon", "tomorrow", "tomorrow"),
        ("2026-11-25 03:00", "keskiviikkona", "på onsdag", "Wednesday", "on Wednesday"),
        ("2026-11-20 12:00", "perjantaina", "i fredags", "Friday", "on Friday"),
        (
            "2026-12-01 12:00",
            "tiistaina ensimmäinen joulukuuta",
            "tisdagen den första december",
            "Tuesday the first of December",
            "on Tuesday the first of December",
        ),
    ],
)
def test_a_day_alone_has_no_clock_and_no_by_or_at(
    at: str, fi: str, sv: str, bare: str, by: str
) -> None:
    moment = Moment(helsinki(at), NOW, day_only=True)

    assert [
        time_phrase(moment, "", "fi"),
        time_phrase(moment, "", "sv"),
        time_phrase(moment, "", "en"),
        time_phrase(moment, "by", "en"),
        time_phrase(moment, "at", "en"),
    ] == [fi, sv, bare, by, by]


@pytest.mark.parametrize(
    ("instant", "fi", "sv", "en"),
    [
        (
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            "ensi yönä kello kolme kolmekymmentä",
            "i natt klockan tre och trettio",
            "three thirty a.m. tonight",
        ),
        (
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            "ensi yönä kello kolme kolmekymmentä talviaikaa",
            "i natt klockan tre och trettio vintertid",
            "three thirty a.m. winter time tonight",
        ),
        (
            datetime(2026, 10, 25, 2, 30, tzinfo=UTC),
            "ensi yönä kello neljä kolmekymmentä",
            "i natt klockan fyra och trettio",
            "four thirty a.m. tonight",
        ),
    ],
)
def test_the_second_of_octobers_doubled_hours_is_winter_time(
    instant: datetime, fi: str, sv: str, en: str
) -> None:
    moment = Moment(instant, helsinki("2026-10-24 18:00"))

    assert [time_phrase(moment, "", language) for language in LANGUAGES] == [fi, sv, en]


def test_within_the_doubled_hour_the_later_instant_is_still_coming() -> None:
    summer, winter = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert (
        time_phrase(Moment(winter, summer), "by", "en")
        == "by three thirty a.m. winter time tonight"
    )


@pytest.mark.parametrize(
    ("placeholder", "english"),
    [("T", "seven p.m. today"), ("T.by", "by seven p.m. today"), ("T.at", "at seven p.m. today")],
)
def test_only_english_has_a_word_for_by_and_at(placeholder: str, english: str) -> None:
    values = {"T": Moment(helsinki("2026-11-22 19:00"), NOW)}

    assert [
        speak("a.key", f"{{{placeholder}}}", language, values).text for language in LANGUAGES
    ] == ["tänään kello yhdeksäntoista", "i dag klockan nitton", english]


def test_the_zone_of_the_times_does_not_matter() -> None:
    at = helsinki("2026-11-23 01:00")

    assert time_phrase(Moment(at.astimezone(UTC), NOW.astimezone(UTC)), "", "fi") == (
        "ensi yönä kello yksi"
    )


def test_a_time_without_a_zone_is_refused() -> None:
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(ValueError, match="aware"):
        time_phrase(Moment(naive, NOW), "", "fi")
