"""A new password is not one that everybody tries, nor one of this house."""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from ivr.accounts.guessable import CONTEXT, TIMES, guessable
from ivr.accounts.passwords import LONGEST, SHORTEST

COMMON = [
    "password1234",
    "passwordpassword",
    "iloveyou1234",
    "123456789012",
    "qwertyuiop12",
    "1q2w3e4r5t6y",
    "december2025",
    "salasana1234",
    "P4ssw0rd2025!",
    "Kesäkuu2026!!",
    "talvi-2026-27",
    "sommaren2026!",
]
OF_HERE = [
    "asiakaspalvelu1",
    "Kaukolämpö2026",
    "sähkö-energia-1",
    "felanmälan123",
    "administrator1",
    "aino.korhonen1",
    "korhonen-espoo",
]
GOOD = [
    "kolme pientä porsasta",
    "seitsemän veljestä",
    "sininen-ovi-7",
    "gamla-stegen-4",
    "kissa-koira-7",
    "a8f-kjhS9dhd",
    "correct horse battery staple",
]


@pytest.mark.parametrize("password", [*COMMON, *OF_HERE])
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert guessable(password, "aino.korhonen@espoo.example") is True


@pytest.mark.parametrize("password", GOOD)
def test_words_that_do_not_belong_together_are_good(password: str) -> None:
    assert guessable(password, "aino.korhonen") is False


def test_each_common_password_and_each_word_of_here_is_refused_with_a_year_after_it() -> None:
    common = FREQUENCY_LISTS["passwords"][:3000:40]
    tried = [f"{word}2026" for word in (*common, *CONTEXT, *TIMES)]
    assert [one for one in tried if not guessable(one, "aino")] == []


def test_common_passwords_as_they_are_long_enough_are_refused() -> None:
    long_enough = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= SHORTEST][::5]
    assert [one for one in long_enough if not guessable(one, "aino")] == []


def test_signs_alone_are_looked_at_too() -> None:
    assert guessable("-" * SHORTEST, "aino") is True


def test_the_longest_is_looked_at_in_no_time() -> None:
    assert guessable("aB3$" * (LONGEST // 4), "aino") is True
    assert guessable("kolme pientä porsasta ja susi " * 6, "aino") is False
