"""A day and a clock time, row by row."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.speech import Later, Moment, speak
from flows.speech.times import time_phrase
from tests.flows.speech.reference import LANGUAGES, NOW, helsinki

# now, at, Finnish, Swedish, English
Row = tuple[str, str, str, str, str]

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

COMING: list[Row] = [
    (
        "2026-11-22 15:00",
        "2026-11-23 00:00",
        "tänään keskiyöllä",
        "i natt klockan tolv",
        "midnight tonight",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-23 01:00",
        "ensi yönä kello yksi",
        "i natt klockan ett",
        "one a.m. tonight",
    ),
    (
        "2026-11-22 00:40",
        "2026-11-22 03:00",
        "tänä yönä kello kolme",
        "i natt klockan tre",
        "three a.m. tonight",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-24 00:00",
        "maanantain ja tiistain välisenä yönä kello kaksitoista",
        "natten till tisdag klockan tolv",
        "midnight between Monday and Tuesday",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-24 00:30",
        "maanantain ja tiistain välisenä yönä kello nolla kolmekymmentä",
        "natten till tisdag klockan noll trettio",
        "half past midnight between Monday and Tuesday",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-24 01:00",
        "maanantain ja tiistain välisenä yönä kello yksi",
        "natten till tisdag klockan ett",
        "one a.m. on Tuesday",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-22 19:00",
        "tänään kello yhdeksäntoista",
        "i dag klockan nitton",
        "seven p.m. today",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-23 09:00",
        "huomenna kello yhdeksän",
        "i morgon klockan nio",
        "nine a.m. tomorrow",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-25 09:00",
        "keskiviikkona kello yhdeksän",
        "på onsdag klockan nio",
        "nine a.m. on Wednesday",
    ),
    (
        "2026-11-22 15:00",
        "2026-12-01 00:00",
        "maanantaina kolmaskymmenes marraskuuta kello kaksikymmentäneljä",
        "måndagen den trettionde november klockan tjugofyra",
        "midnight at the end of Monday the thirtieth of November",
    ),
    (
        "2026-11-22 15:00",
        "2026-12-01 01:00",
        "tiistaina ensimmäinen joulukuuta kello yksi yöllä",
        "tisdagen den första december klockan ett på natten",
        "one a.m. on Tuesday the first of December",
    ),
    (
        "2026-11-22 15:00",
        "2026-12-01 09:00",
        "tiistaina ensimmäinen joulukuuta kello yhdeksän",
        "tisdagen den första december klockan nio",
        "nine a.m. on Tuesday the first of December",
    ),
]

GONE: list[Row] = [
    (
        "2026-11-22 15:00",
        "2026-11-22 00:00",
        "viime yönä kello kaksitoista",
        "i natt klockan tolv",
        "midnight last night",
    ),
    (
        "2026-11-22 00:40",
        "2026-11-22 00:00",
        "tänä yönä kello kaksitoista",
        "i natt klockan tolv",
        "midnight",
    ),
    (
        "2026-11-22 03:30",
        "2026-11-22 01:00",
        "tänä yönä kello yksi",
        "i natt klockan ett",
        "one a.m. today",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-22 03:00",
        "viime yönä kello kolme",
        "i natt klockan tre",
        "three a.m. today",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-21 03:00",
        "perjantain ja lauantain välisenä yönä kello kolme",
        "natten till lördag klockan tre",
        "three a.m. on Saturday",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-22 14:00",
        "tänään kello neljätoista",
        "i dag klockan fjorton",
        "two p.m. today",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-21 18:00",
        "eilen kello kahdeksantoista",
        "i går klockan arton",
        "six p.m. yesterday",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-20 10:15",
        "perjantaina kello kymmenen viisitoista",
        "i fredags klockan tio och femton",
        "ten fifteen a.m. on Friday",
    ),
    (
        "2026-11-22 15:00",
        "2026-11-15 10:00",
        "sunnuntaina viidestoista marraskuuta kello kymmenen",
        "söndagen den femtonde november klockan tio",
        "ten a.m. on Sunday the fifteenth of November",
    ),
]

HEARD_AT_NIGHT: list[Row] = [
    (
        "2026-11-22 00:40",
        "2026-11-22 08:00",
        "tänään sunnuntaina kello kahdeksan",
        "i dag söndag klockan åtta",
        "eight a.m. today, Sunday",
    ),
    (
        "2026-11-22 04:59",
        "2026-11-23 08:00",
        "huomenna maanantaina kello kahdeksan",
        "i morgon måndag klockan åtta",
        "eight a.m. tomorrow, Monday",
    ),
    (
        "2026-11-22 00:40",
        "2026-11-23 01:00",
        "sunnuntain ja maanantain välisenä yönä kello yksi",
        "natten till måndag klockan ett",
        "one a.m. on Monday",
    ),
    (
        "2026-11-22 05:00",
        "2026-11-22 08:00",
        "tänään kello kahdeksan",
        "i dag klockan åtta",
        "eight a.m. today",
    ),
    (
        "2026-11-22 23:50",
        "2026-11-23 00:30",
        "ensi yönä kello nolla kolmekymmentä",
        "i natt klockan noll trettio",
        "half past midnight tonight",
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


@pytest.mark.parametrize(("now", "at", "fi", "sv", "en"), COMING + GONE + HEARD_AT_NIGHT)
def test_a_day_is_named_by_its_distance_from_now(
    now: str, at: str, fi: str, sv: str, en: str
) -> None:
    moment = Moment(helsinki(at), helsinki(now))

    assert [time_phrase(moment, "", language) for language in LANGUAGES] == [fi, sv, en]


def test_an_instant_equal_to_now_has_passed() -> None:
    now = helsinki("2026-11-24 00:00")

    assert time_phrase(Moment(now, now), "", "en") == "midnight"


@pytest.mark.parametrize(
    ("day", "coming", "gone", "night"),
    [
        ("23", "på måndag", "i måndags", "natten till måndag"),
        ("24", "på tisdag", "i tisdags", "natten till tisdag"),
        ("25", "på onsdag", "i onsdags", "natten till onsdag"),
        ("26", "på torsdag", "i torsdags", "natten till torsdag"),
        ("27", "på fredag", "i fredags", "natten till fredag"),
        ("28", "på lördag", "i lördags", "natten till lördag"),
        ("29", "på söndag", "i söndags", "natten till söndag"),
    ],
)
def test_a_swedish_weekday_tells_whether_it_is_gone(
    day: str, coming: str, gone: str, night: str
) -> None:
    noon, one = helsinki(f"2026-11-{day} 12:00"), helsinki(f"2026-11-{day} 01:00")
    before, after = noon - timedelta(days=3), noon + timedelta(days=3)

    assert [
        time_phrase(Moment(noon, before), "", "sv"),
        time_phrase(Moment(noon, after), "", "sv"),
        time_phrase(Moment(one, before), "", "sv"),
    ] == [f"{coming} klockan tolv", f"{gone} klockan tolv", f"{night} klockan ett"]


@pytest.mark.parametrize(
    ("day", "on", "night"),
    [
        ("23", "maanantaina", "sunnuntain ja maanantain välisenä yönä"),
        ("24", "tiistaina", "maanantain ja tiistain välisenä yönä"),
        ("25", "keskiviikkona", "tiistain ja keskiviikon välisenä yönä"),
        ("26", "torstaina", "keskiviikon ja torstain välisenä yönä"),
        ("27", "perjantaina", "torstain ja perjantain välisenä yönä"),
        ("28", "lauantaina", "perjantain ja lauantain välisenä yönä"),
        ("29", "sunnuntaina", "lauantain ja sunnuntain välisenä yönä"),
    ],
)
def test_a_finnish_night_lies_between_two_days(day: str, on: str, night: str) -> None:
    noon, one = helsinki(f"2026-11-{day} 12:00"), helsinki(f"2026-11-{day} 01:00")
    before = noon - timedelta(days=3)

    assert [
        time_phrase(Moment(noon, before), "", "fi"),
        time_phrase(Moment(one, before), "", "fi"),
    ] == [f"{on} kello kaksitoista", f"{night} kello yksi"]


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
