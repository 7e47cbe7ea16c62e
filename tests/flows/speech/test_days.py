"""How a day is named, row by row."""

from datetime import timedelta

import pytest

from flows.speech import Moment
from flows.speech.times import time_phrase
from tests.flows.speech.reference import LANGUAGES, helsinki

# now, at, Finnish, Swedish, English
Row = tuple[str, str, str, str, str]

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


@pytest.mark.parametrize(("now", "at", "fi", "sv", "en"), COMING + GONE + HEARD_AT_NIGHT)
def test_a_day_is_named_by_its_distance_from_now(
    now: str, at: str, fi: str, sv: str, en: str
) -> None:
    moment = Moment(helsinki(at), helsinki(now))

    assert [time_phrase(moment, "", language) for language in LANGUAGES] == [fi, sv, en]


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
