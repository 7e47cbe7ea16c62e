"""Speech: its words, its length, its limits (Twilio: 13512, 13521)."""

from xml.etree.ElementTree import fromstring

import pytest

from simulator.failure import Failed
from simulator.pages import checked
from simulator.speech import check_say, seconds_of, words_of


def _say(inner: str, voice: str = "Polly.Suvi-Neural", language: str = "fi-FI") -> str:
    return f'<Say voice="{voice}" language="{language}">{inner}</Say>'


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("  yksi\n kaksi ", "yksi kaksi"),
        ('yksi<break time="1s"/>kaksi', "yksi kaksi"),
        ("<p>yksi</p><s>kaksi</s>", "yksi kaksi"),
        ('<sub alias="kaksi">2</sub>.', "2."),
        ('<prosody rate="90%">0<break/>4</prosody>', "0 4"),
        ("A &amp; B", "A & B"),
    ],
)
def test_words(inner: str, words: str) -> None:
    assert words_of(fromstring(_say(inner))) == words  # noqa: S314 -- our own text


@pytest.mark.parametrize(
    ("pause", "seconds"), [("250ms", 0.25), ("1.5s", 1.5), ("", 0.5), ("long", 0.5)]
)
def test_seconds(pause: str, seconds: float) -> None:
    say = fromstring(_say(f'{"a" * 28}<break time="{pause}"/>'))  # noqa: S314 -- our own text
    assert seconds_of(say) == 2 + seconds


@pytest.mark.parametrize(
    ("voice", "language"),
    [
        ("Polly.Suvi-Neural", "fi-FI"),
        ("Polly.Astrid", "sv-SE"),
        ("Polly.Amy-Generative", "en-GB"),
        ("Google.sv-SE-Wavenet-A", "sv-SE"),
        ("alice", "fi-FI"),
        ("Polly.Joanna-Neural", "en-US"),
    ],
)
def test_voices_that_speak_the_language(voice: str, language: str) -> None:
    root = checked(f"<Response>{_say('a', voice, language)}</Response>".encode())
    assert root[0].get("voice") == voice


@pytest.mark.parametrize(
    ("voice", "language"),
    [
        ("Polly.Joanna-Neural", "en-GB"),
        ("Polly.Elin-Neural", "fi-FI"),
        ("Google.en-US-Standard-C", "en-GB"),
    ],
)
def test_voices_that_do_not(voice: str, language: str) -> None:
    with pytest.raises(Failed, match="13512"):
        checked(f"<Response>{_say('a', voice, language)}</Response>".encode())


@pytest.mark.parametrize(
    ("text", "voice", "fits"),
    [
        ("a" * 3000, "Polly.Suvi-Neural", True),
        ("a" * 3001, "Polly.Suvi-Neural", False),
        ("a" * 4500, "Google.fi-FI-Standard-A", True),
        ("ä" * 750, "Polly.Suvi-Neural", True),
        ("ä" * 751, "Polly.Suvi-Neural", False),
    ],
)
def test_the_greatest_length(text: str, voice: str, *, fits: bool) -> None:
    say = fromstring(_say(text, voice))  # noqa: S314 -- our own text
    if fits:
        check_say(say)
        assert words_of(say) == text
    else:
        with pytest.raises(Failed, match="13521"):
            check_say(say)
