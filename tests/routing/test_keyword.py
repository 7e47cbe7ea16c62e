"""The words that stop and start messages, and postcodes in texts."""

import pytest

from routing.keyword import Keyword, keyword, postcode_in


@pytest.mark.parametrize("text", ["STOP", "stop", " Stop. ", "Quit", "CANCEL", "unsubscribe!"])
def test_twilios_words_are_known(text: str) -> None:
    assert keyword(text) is Keyword.STOP_TWILIO


@pytest.mark.parametrize("text", ["LOPETA", "lopeta", "Sluta", "STOPP", "peru", "«Avsluta»"])
def test_our_own_words_are_known(text: str) -> None:
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize("text", ["START", "unstop", "Yes"])
def test_twilios_start_is_known(text: str) -> None:
    assert keyword(text) is Keyword.START_TWILIO


@pytest.mark.parametrize("text", ["ALOITA", "börja", "BO\u0308RJA"])
def test_our_start_is_known(text: str) -> None:
    assert keyword(text) is Keyword.START


@pytest.mark.parametrize(
    "text", ["", " ", "29900", "älkää lopettako", "stop the noise", "stopping", "\U0001f621", "0"]
)
def test_anything_else_is_no_such_word(text: str) -> None:
    assert keyword(text) is Keyword.NONE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("29900", "29900"),
        ("sähkö poikki 29900 Merikarvia", "29900"),
        ("FI-00100 Helsinki", "00100"),
        ("ax22100", "22100"),
        ("29900, 29900", "29900"),
        ("29900 tai 00100", ""),
        ("numero 0401234567", ""),
        ("299000", ""),
        ("2990", ""),
        ("", ""),
        ("٢٩٩٠٠", ""),
    ],
)
def test_the_only_postcode_in_a_text(text: str, code: str) -> None:
    assert postcode_in(text) == code
