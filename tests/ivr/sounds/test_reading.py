"""What is a sound that Twilio plays, and what is not."""

import random

import pytest

from ivr.sounds.reading import MOST_BYTES, NoSound, read_sound, silence
from tests.ivr.sounds.wavs import wav


@pytest.mark.parametrize("made", [wav(), wav(width=1), wav(channels=2), wav(rate=44_100)])
def test_a_wav_file_is_a_sound(made: bytes) -> None:
    sound = read_sound(made)
    assert sound.seconds == pytest.approx(1.0)
    assert sound.wav == made
    assert len(sound.id) == 32


def test_the_same_bytes_have_the_same_name_and_others_another() -> None:
    assert read_sound(wav()).id == read_sound(wav()).id != read_sound(wav(2.0)).id


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "unreadable"),
        (b"RIFF", "unreadable"),
        (b"ID3\x03" + bytes(500), "unreadable"),
        (b"<script>alert(1)</script>", "unreadable"),
        (wav(width=3), "form"),
        (wav(rate=4_000), "form"),
        (wav(channels=6), "form"),
        (wav(0.01), "short"),
        (wav(121), "long"),
        (bytes(MOST_BYTES + 1), "large"),
    ],
)
def test_anything_else_is_refused_and_why(sent: bytes, why: str) -> None:
    with pytest.raises(NoSound) as refused:
        read_sound(sent)
    assert refused.value.why == why


def test_no_bytes_at_all_make_it_crash() -> None:
    chance, whole = random.Random(7), wav(0.2)  # noqa: S311 -- the same in every run
    for at in range(60):
        for changed in (whole[:at], whole[:at] + chance.randbytes(4) + whole[at + 4 :]):
            try:
                assert read_sound(changed).seconds <= 120
            except NoSound:
                continue


def test_silence_is_a_sound() -> None:
    assert read_sound(silence()).seconds == pytest.approx(0.1)
