"""Callers hear a recording while it is at hand, and the words whenever it is not."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, delete

from flows.definition import Flow, make_bundle, read_flow
from flows.recording import words_of
from ivr.bundles.library import shipped_flows, shipped_prompts, shipped_sources
from ivr.bundles.store import publish
from ivr.clock import StoppedClock
from ivr.db.tables.sounds import sounds
from ivr.sounds.reading import Sound, read_sound
from ivr.sounds.store import keep
from simulator.testing import Call
from tests.ivr.house import LINE, PUBLIC, House, open_house
from tests.ivr.sounds.wavs import wav

MATTI = "+358401110001"
HELLO = "Tervetuloa Pohjolan Verkon asiakaspalveluun."
SOUND = read_sound(wav(2.0))
PLAYED = {"play": f"{PUBLIC}/voice/sound/{SOUND.id}.wav"}


def recorded(words: str = HELLO) -> Flow:
    """Customer service with a greeting of its own, and a recording of these words."""
    source = shipped_sources()["customer-service"]
    own = f"prompts:\n  hello: {{fi: {HELLO}, sv: Välkommen., en: Welcome.}}\n"
    says = f"recordings:\n  hello: {{fi: {{sound: {SOUND.id}, words: {words_of(words)}}}}}\n"
    text = source.replace("[open.greet.service, open.person", "[hello, open.person")
    assert "\nprompts:" not in text
    flow = read_flow(text + own + says).flow
    assert flow
    return flow


def live(engine: Engine, clock: StoppedClock, flow: Flow, sound: Sound | None = SOUND) -> None:
    """Publish it, and keep the sound."""
    if sound:
        with engine.begin() as connection:
            keep(connection, sound, "aino", clock.now())
            keep(connection, sound, "aino", clock.now())
    bundle = make_bundle(flow.name, {**shipped_flows(), flow.name: flow}, shipped_prompts())
    publish(engine, bundle, "Recorded", clock.now())


def calls(house: House) -> Call:
    return house.telephone.calls(MATTI, LINE)


def test_a_caller_hears_the_recording_and_the_rest_is_spoken(
    demo: Engine, clock: StoppedClock
) -> None:
    live(demo, clock, recorded())
    call = calls(open_house(demo, clock)).hears("sähkönjakelun häiriö").hears_nothing_of(HELLO)
    assert call.transcript[0] == PLAYED


def test_twilio_is_given_the_sound_for_good(demo: Engine, clock: StoppedClock) -> None:
    live(demo, clock, recorded())
    answer = open_house(demo, clock).client.get(f"/voice/sound/{SOUND.id}.wav")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/wav", SOUND.wav)
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("flow", "sound"),
    [(recorded("Something else was said."), SOUND), (recorded(), None)],
    ids=["other words were recorded", "the sound is nowhere"],
)
def test_else_the_words_are_spoken(
    demo: Engine, clock: StoppedClock, flow: Flow, sound: Sound | None
) -> None:
    live(demo, clock, flow, sound)
    calls(open_house(demo, clock)).hears(HELLO)


def test_what_is_on_this_machine_is_played_without_the_database(
    demo: Engine, clock: StoppedClock, tmp_path: Path
) -> None:
    live(demo, clock, recorded())
    calls(open_house(demo, clock, folder=tmp_path))
    with demo.begin() as connection:
        connection.execute(delete(sounds))
    again = open_house(demo, clock, folder=tmp_path)
    assert calls(again).transcript[0] == PLAYED
    assert again.client.get(f"/voice/sound/{SOUND.id}.wav").data == SOUND.wav


def test_a_disk_that_cannot_be_written_keeps_nobody_from_hearing_it(
    demo: Engine, clock: StoppedClock, tmp_path: Path
) -> None:
    live(demo, clock, recorded())
    (tmp_path / "sounds").touch()
    assert calls(open_house(demo, clock, folder=tmp_path)).transcript[0] == PLAYED


def test_a_sound_that_is_gone_is_a_moment_of_silence_and_not_an_error(
    demo: Engine, clock: StoppedClock
) -> None:
    house = open_house(demo, clock)
    answer = house.client.get(f"/voice/sound/{SOUND.id}.wav")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert read_sound(answer.data).seconds < 1
    assert house.client.get("/voice/sound/passwd.wav").status_code == 404
