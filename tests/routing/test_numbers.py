"""Numbers, hidden callers, and what is neither."""

import pytest

from routing.numbers import Number, Unreadable, Withheld, read_number

MATTI = Number("+358401110001")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "  ",
        "anonymous",
        "Anonymous",
        "RESTRICTED",
        "unknown",
        "unavailable",
        "private",
        "Private Number",
        "blocked",
        "anonymous@anonymous.invalid",
        "sip:anonymous@anonymous.invalid",
        '"Anonymous" <sip:anonymous@anonymous.invalid;user=phone>',
        "client:anonymous",
        "+266696687",
        "266696687",
        "1266696687",
        "+1266696687",
        "+7378742833",
        "7378742833",
        "+737874883",
        "+86282452253",
        "86282452253",
        "+8656696",
        "8656696",
        "+2562533",
        "2562533",
        "12562533",
        "0086282452253",
    ],
)
def test_a_withheld_number_is_nobody(raw: str | None) -> None:
    assert read_number(raw) == Withheld()


@pytest.mark.parametrize(
    "raw",
    [
        "+358401110001",
        "0401110001",
        "00358401110001",
        "358401110001",
        "+358 (0)40 111 0001",
        "040-111 0001",
        "(040) 111 0001",
        "\uff10\uff14\uff101110001",
        "+\uff13\uff15\uff18401110001",
        "\u202a+358401110001\u202c",
        "040\u2011111\u00a00001",
        " +358401110001 ",
        "tel:+358401110001",
        "sip:+358401110001@example.com",
        "sip:+358401110001;user=phone@example.com",
        '"Matti" <sip:+358401110001@example.com>',
    ],
)
def test_every_spelling_of_a_number_is_the_same_number(raw: str) -> None:
    assert read_number(raw) == MATTI


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("0401110001 ext. 5", "has an extension"),
        ("+358401110001;ext=5", "has an extension"),
        ("tel:+358401110001;ext=5", "has an extension"),
        ("0401110001x5", "has an extension"),
        ("0401110001#5", "has an extension"),
        ("0401110001\n0401110002", "has control characters"),
        ("040111\x000001", "has control characters"),
        ("040\t1110001", "has control characters"),
        ("client:reception", "is not a telephone number"),
        ("client:+358401110001", "is not a telephone number"),
        ("sip:reception@example.com", "is not a telephone number"),
        ("0401110001/2", "is not a telephone number"),
        ("0401110001, 0401110002", "is not a telephone number"),
        ("040CALLNOW", "is not a telephone number"),
        ("+", "is not a telephone number"),
        ("1", "is not a telephone number"),
        ("112", "is not a valid telephone number"),
        ("0494567890", "is not a valid telephone number"),
        ("+358401110001" * 9, "is too long for a telephone number"),
    ],
)
def test_what_is_not_a_number_is_refused_without_repeating_it(raw: str, why: str) -> None:
    assert read_number(raw) == Unreadable(why)


def test_a_foreign_number_keeps_its_country() -> None:
    assert read_number("+46701234567") == Number("+46701234567")


def test_an_aland_number_is_compared_like_any_other() -> None:
    assert read_number("018 12345") == read_number("+3581812345") == Number("+3581812345")


@pytest.mark.parametrize("raw", ["020123456", "0800123456", "0100100", "0600123456"])
def test_a_company_number_is_shared(raw: str) -> None:
    read = read_number(raw)
    assert isinstance(read, Number)
    assert read.shared
