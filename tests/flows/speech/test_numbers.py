"""Numbers, digits, keys and telephone numbers."""

import pytest

from flows.speech import DigitWords, Key, LanguageName, Phone, Postcode, speak
from flows.speech.numbers import NUMBERS, digit_words, number
from flows.verbs import Break, Slow


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän"),
        ("sv", "noll ett två tre fyra fem sex sju åtta nio"),
        ("en", "zero one two three four five six seven eight nine"),
    ],
)
def test_digits_are_said_one_by_one(language: str, words: str) -> None:
    assert digit_words("0123456789", language) == words


@pytest.mark.parametrize(
    ("value", "fi", "sv", "en"),
    [
        (11, "yksitoista", "elva", "eleven"),
        (19, "yhdeksäntoista", "nitton", "nineteen"),
        (20, "kaksikymmentä", "tjugo", "twenty"),
        (21, "kaksikymmentäyksi", "tjugoett", "twenty-one"),
        (23, "kaksikymmentäkolme", "tjugotre", "twenty-three"),
        (59, "viisikymmentäyhdeksän", "femtionio", "fifty-nine"),
        (99, "yhdeksänkymmentäyhdeksän", "nittionio", "ninety-nine"),
        (112, "yksi yksi kaksi", "ett ett två", "one one two"),
    ],
)
def test_a_number_is_one_word_below_a_hundred(value: int, fi: str, sv: str, en: str) -> None:
    assert [number(value, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


def test_a_hundred_numbers_have_a_hundred_words() -> None:
    assert [len(set(words)) for words in NUMBERS.values()] == [100, 100, 100]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("fi", "kaksi yhdeksän yhdeksän", "nolla nolla"),
        ("sv", "två nio nio", "noll noll"),
        ("en", "two nine nine", "zero zero"),
    ],
)
def test_a_postcode_is_three_digits_a_pause_and_two(language: str, first: str, last: str) -> None:
    speech = speak("a.key", "{P}", language, {"P": Postcode("29900")})

    assert speech.pieces == (first, Break(150), last)
    assert speech.text == f"{first} {last}"


def test_the_zeros_that_a_postcode_begins_with_are_said() -> None:
    speech = speak("a.key", "{P}", "fi", {"P": Postcode("00100")})

    assert speech.text == "nolla nolla yksi nolla nolla"


@pytest.mark.parametrize(
    ("e164", "groups"),
    [
        (
            "+358401234567",
            ["nolla neljä nolla", "yksi kaksi", "kolme neljä", "viisi kuusi seitsemän"],
        ),
        ("+35891234567", ["nolla yhdeksän", "yksi kaksi", "kolme neljä", "viisi kuusi seitsemän"]),
        ("+358501234", ["nolla viisi nolla", "yksi kaksi", "kolme neljä"]),
        ("+35818123456", ["nolla yksi kahdeksan", "yksi kaksi", "kolme neljä", "viisi kuusi"]),
        (
            "+358291234567",
            ["nolla kaksi yhdeksän", "yksi kaksi", "kolme neljä", "viisi kuusi seitsemän"],
        ),
        ("+358212345", ["nolla kaksi", "yksi kaksi", "kolme neljä viisi"]),
        ("+35880012345", ["nolla kahdeksan nolla nolla", "yksi kaksi", "kolme neljä viisi"]),
        (
            "+46701234567",
            [
                "plus neljä kuusi",
                "seitsemän nolla",
                "yksi kaksi",
                "kolme neljä",
                "viisi kuusi seitsemän",
            ],
        ),
        (
            "+12025550123",
            [
                "plus yksi",
                "kaksi nolla",
                "kaksi viisi",
                "viisi viisi",
                "nolla yksi",
                "kaksi kolme",
            ],
        ),
        (
            "+37251234567",
            [
                "plus kolme seitsemän kaksi",
                "viisi yksi",
                "kaksi kolme",
                "neljä viisi",
                "kuusi seitsemän",
            ],
        ),
    ],
)
def test_a_telephone_number_is_read_back_in_groups(e164: str, groups: list[str]) -> None:
    pieces = speak("a.key", "{NUM}", "fi", {"NUM": Phone(e164)}).pieces

    assert [piece.text for piece in pieces if isinstance(piece, Slow)] == groups
    assert [piece for piece in pieces if not isinstance(piece, Slow)] == [Break(250)] * (
        len(groups) - 1
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "noll fyra noll ett två tre fyra fem sex sju"),
        ("en", "zero four zero one two three four five six seven"),
    ],
)
def test_a_telephone_number_has_the_same_digits_in_every_language(
    language: str, words: str
) -> None:
    assert speak("a.key", "{NUM}", language, {"NUM": Phone("+358401234567")}).text == words


@pytest.mark.parametrize(
    ("key", "fi", "sv", "en"),
    [
        ("1", "yksi", "ett", "one"),
        ("0", "nolla", "noll", "zero"),
        ("*", "tähti", "stjärna", "star"),
        ("#", "risuaita", "fyrkant", "hash"),
    ],
)
def test_a_key_has_a_name(key: str, fi: str, sv: str, en: str) -> None:
    assert [
        speak("a.key", "{K}", language, {"K": Key(key)}).text for language in ("fi", "sv", "en")
    ] == [fi, sv, en]


def test_a_customer_number_is_said_digit_by_digit() -> None:
    speech = speak("own.number", "{customer}.", "sv", {"customer": DigitWords("120")})

    assert speech.text == "ett två noll."


@pytest.mark.parametrize(
    ("code", "fi", "sv", "en"),
    [
        ("fi", "suomi", "finska", "Finnish"),
        ("sv", "ruotsi", "svenska", "Swedish"),
        ("en", "englanti", "engelska", "English"),
    ],
)
def test_a_language_is_named_in_the_one_that_is_spoken(
    code: str, fi: str, sv: str, en: str
) -> None:
    values = {"language": LanguageName(code)}

    assert [
        speak("a.key", "{language}", language, values).text for language in ("fi", "sv", "en")
    ] == [fi, sv, en]
