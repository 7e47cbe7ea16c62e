"""Other people's words, made fit for a voice."""

import pytest

from flows.speech import Words, speak
from flows.speech.freetext import LONGEST


def heard(text: str, language: str = "fi") -> str:
    return speak("open.emergency.frame", "{message}", language, {"message": Words(text)}).text


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Myrsky <b>jatkuu</b>.", "Myrsky jatkuu ."),
        ("Myrsky\r\n\tjatkuu.\x00", "Myrsky jatkuu."),
        ("Myrs\u00adky\u200b jatkuu.", "Myrsky jatkuu."),
        ("a < b > c", "a c"),
        ("<speak><break time='9s'/>Hei", "Hei"),
    ],
)
def test_markup_and_control_characters_are_left_out(written: str, spoken: str) -> None:
    assert heard(written) == spoken


@pytest.mark.parametrize(
    ("written", "language", "spoken"),
    [
        ("Yli 20 kuntaa.", "fi", "Yli kaksikymmentä kuntaa."),
        ("Viimeistään 18.45.", "fi", "Viimeistään kahdeksantoista neljäkymmentäviisi."),
        ("Senast 7:05.", "sv", "Senast sju noll fem."),
        ("Call 0800 12345.", "en", "Call zero eight zero zero one two three four five."),
        ("Alueella 29900.", "fi", "Alueella kaksi yhdeksän yhdeksän nolla nolla."),
        ("Noin 300 taloa.", "fi", "Noin kolme nolla nolla taloa."),
    ],
)
def test_figures_become_words(written: str, language: str, spoken: str) -> None:
    assert heard(written, language) == spoken


def test_a_long_text_is_cut_at_a_word() -> None:
    text = "sana " * 200

    spoken = heard(text)

    assert spoken == " ".join(["sana"] * 100)
    assert len(spoken) <= LONGEST


def test_a_long_word_is_cut_where_it_must() -> None:
    assert heard("a" * 600) == "a" * LONGEST
