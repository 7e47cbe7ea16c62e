"""Text messages: figures, dates, the basic alphabet."""

from datetime import datetime

import pytest

from flows.speech import Later, MissingSlot, Moment, Name, Place, Postcode
from flows.written import fits, plain, write

NOW = datetime.fromisoformat("2026-11-22T15:00:00+02:00")


def written(at: str, language: str, template: str = "{T}") -> str:
    moment = Moment(datetime.fromisoformat(at), NOW)
    return write("key", template, language, {"T": moment})


@pytest.mark.parametrize(
    ("at", "fi", "sv", "en"),
    [
        ("2026-11-22T19:00+02:00", "22.11. klo 19", "22.11 kl. 19", "7 pm on 22 Nov"),
        ("2026-11-22T18:45+02:00", "22.11. klo 18.45", "22.11 kl. 18.45", "6.45 pm on 22 Nov"),
        ("2026-11-23T07:30+02:00", "23.11. klo 7.30", "23.11 kl. 7.30", "7.30 am on 23 Nov"),
        ("2026-12-01T12:00+02:00", "1.12. klo 12", "1.12 kl. 12", "noon on 1 Dec"),
        ("2026-12-01T12:05+02:00", "1.12. klo 12.05", "1.12 kl. 12.05", "12.05 pm on 1 Dec"),
        (
            "2026-11-23T00:00+02:00",
            "22.11. klo 24",
            "22.11 kl. 24",
            "midnight at the end of 22 Nov",
        ),
        ("2026-11-23T00:30+02:00", "23.11. klo 0.30", "23.11 kl. 0.30", "12.30 am on 23 Nov"),
        (
            "2026-10-25T03:30+02:00",
            "25.10. klo 3.30 talviaikaa",
            "25.10 kl. 3.30 vintertid",
            "3.30 am winter time on 25 Oct",
        ),
        ("2026-10-25T03:30+03:00", "25.10. klo 3.30", "25.10 kl. 3.30", "3.30 am on 25 Oct"),
    ],
)
def test_a_time_is_a_date_and_a_clock(at: str, fi: str, sv: str, en: str) -> None:
    assert [written(at, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


def test_only_english_has_small_words() -> None:
    at = "2026-11-22T19:00+02:00"
    assert written(at, "en", "{T.at}, {T.by}") == "at 7 pm on 22 Nov, by 7 pm on 22 Nov"
    assert written(at, "sv", "{T.at}, {T.by}") == "22.11 kl. 19, 22.11 kl. 19"


@pytest.mark.parametrize(
    ("language", "same", "other"),
    [
        ("fi", "klo 12", "24.11. klo 12"),
        ("sv", "kl. 12", "24.11 kl. 12"),
        ("en", "noon", "noon on 24 Nov"),
    ],
)
def test_the_second_of_a_pair_has_its_day_only_if_it_is_another(
    language: str, same: str, other: str
) -> None:
    start = datetime.fromisoformat("2026-11-23T09:00+02:00")
    for day, expected in ((23, same), (24, other)):
        end = datetime.fromisoformat(f"2026-11-{day}T12:00+02:00")
        assert write("key", "{T2}", language, {"T2": Later(end, start, NOW)}) == expected


def test_a_day_alone_has_no_clock() -> None:
    day = Moment(datetime.fromisoformat("2026-11-23T12:00+02:00"), NOW, day_only=True)
    texts = [write("k", "{T.by}", language, {"T": day}) for language in ("fi", "sv", "en")]
    assert texts == ["23.11.", "23.11", "by 23 Nov"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Alueella 29900 alueella 29900"),
        ("sv", "I postnummerområde 29900 i postnummerområde 29900"),
        ("en", "In area 29900, in area 29900"),
    ],
)
def test_a_place_is_written_in_figures(language: str, text: str) -> None:
    place = Place("29900", registered=True)
    assert write("key", "{O} {A}", language, {"O": place, "A": place}) == text
    assert write("key", "{P}", language, {"P": Postcode("00100")}) == "00100"


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(MissingSlot, match=r"restored: there is nothing to say for \{phone\}"):
        write("restored", "{phone}", "fi", {"P": Postcode("00100")})


def test_what_is_not_in_the_basic_alphabet_is_said_by_what_is_like_it() -> None:
    odd = "Åbo \u2013 \u201dØresund\u201d \u2019à\u2026 ő\u00a0€\U0001f642"
    assert plain(odd) == 'Åbo - "Øresund" \'à... o '
    assert plain("äöåÄÖÅéß") == "äöåÄÖÅéß"
    assert write("key", "{company}", "sv", {"company": Name("Nät\u2013Öst")}) == "Nät-Öst"


def test_one_message_is_a_hundred_and_sixty_characters() -> None:
    assert fits("ä" * 160)
    assert not fits("a" * 161)
