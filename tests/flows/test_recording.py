"""A recording is played for the very words that it says, and for no others."""

from flows.definition import read_flow
from flows.prompts import Prompt
from flows.recording import words_of
from flows.speech import Count, speak_prompt

SOUND = "0123456789abcdef0123456789abcdef"
FLOW = """
spec: 1
name: tried
languages: [fi, sv]
start: greet
human: person
steps:
  greet: {type: say, prompts: [hello], next: person}
  person: {type: human}
prompts:
  hello: {fi: "Hei.  Kuulette nauhoituksen.", sv: "Hej."}
  counted: {fi: "Edellänne on {N}.", sv: "Hej."}
recordings:
"""


def sounds(recordings: str) -> dict[str, dict[str, str]]:
    reading = read_flow(FLOW + recordings)
    assert reading.flow, reading.problems
    return {key: dict(prompt.sounds) for key, prompt in reading.flow.own_prompts.items()}


def recorded(key: str, language: str, words: str) -> str:
    return f"  {key}: {{{language}: {{sound: {SOUND}, words: {words_of(words)}}}}}\n"


def test_it_belongs_to_one_text_in_one_language() -> None:
    found = sounds(recorded("hello", "fi", "Hei. Kuulette nauhoituksen."))
    assert found == {"hello": {"fi": SOUND}, "counted": {}}


def test_it_is_not_of_other_words() -> None:
    assert sounds(recorded("hello", "fi", "Hei."))["hello"] == {}


def test_what_has_values_is_never_played() -> None:
    assert sounds(recorded("counted", "fi", "Edellänne on {N}."))["counted"] == {}


def test_what_is_said_names_its_recording_and_keeps_its_words() -> None:
    prompt = Prompt({"fi": "Hei.", "sv": "Hej."}, {"fi": SOUND})
    said = speak_prompt("hello", prompt, "fi", {"N": Count(1)})
    assert (said.sound, said.text) == (SOUND, "Hei.")
    assert speak_prompt("hello", prompt, "sv", {}).sound == ""


def test_a_flow_without_recordings_is_written_as_ever() -> None:
    flow = read_flow(FLOW.replace("recordings:\n", "")).flow
    assert flow
    assert "recordings" not in flow.model_dump(mode="json", exclude_defaults=True)
