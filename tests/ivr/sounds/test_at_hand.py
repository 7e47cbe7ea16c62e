"""What is played is whole, and asking for what there is not costs little."""

from pathlib import Path
from threading import current_thread

from ivr.calls.ports import Threads
from ivr.sounds.at_hand import ASK_AGAIN_SECONDS, FOLDER, MOST_MISSED, AtHand
from ivr.sounds.reading import read_sound
from tests.ivr.sounds.wavs import wav

SOUND = read_sound(wav())


def test_a_file_that_a_failing_machine_left_torn_is_fetched_anew(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    torn = tmp_path / FOLDER / SOUND.id
    for left in (b"", SOUND.wav[:-100]):
        torn.write_bytes(left)
        assert AtHand(tmp_path, lambda _: SOUND.wav, Threads()).find(SOUND.id) == SOUND.wav
        assert torn.read_bytes() == SOUND.wav


def test_a_torn_file_is_not_played_when_nothing_else_is_there(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / SOUND.id).touch()
    assert not AtHand(tmp_path, lambda _: None, Threads()).has(SOUND.id)


def test_a_stranger_who_makes_names_up_fills_no_memory() -> None:
    at_hand = AtHand(None, lambda _: None, Threads(), monotonic=lambda: 0.0)
    for number in range(MOST_MISSED + 50):
        at_hand.find(f"{number:032x}")
    assert at_hand.missed() == MOST_MISSED


def test_a_stranger_who_makes_names_up_takes_no_thread_from_calls() -> None:
    asked_by: list[str] = []
    at_hand = AtHand(None, lambda _: asked_by.append(current_thread().name), Threads())
    at_hand.find(SOUND.id)
    assert [name.partition("_")[0] for name in asked_by] == ["sound read"]


def test_what_was_not_there_is_asked_for_again_later() -> None:
    now, there = [0.0], [None, SOUND.wav]
    at_hand = AtHand(None, lambda _: there.pop(0), Threads(), monotonic=lambda: now[0])
    assert [at_hand.has(SOUND.id), at_hand.has(SOUND.id)] == [False, False]
    now[0] = ASK_AGAIN_SECONDS
    assert at_hand.has(SOUND.id)
