"""Every verb as TwiML, held against Twilio's own contract; hostile texts cannot break it."""

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from flows.verbs import (
    Alias,
    Break,
    Dial,
    Digits,
    Enqueue,
    Hangup,
    Keys,
    Leave,
    Piece,
    Record,
    Slow,
    Speech,
    Turn,
    Verb,
    Whisper,
)
from ivr.calls.twiml import Addresses, BadTwiml, bridge, checked, render
from ivr.calls.voices import voices_of
from ivr.settings import Settings
from tests.ivr.calls.oracle import rendered

TREE = Path(__file__).parents[3]
CONTRACT: dict[str, Any] = json.loads(
    (TREE / "simulator" / "twiml_voice_contract.json").read_text("utf-8")
)
VOICES = voices_of(Settings())
TO = Addresses(
    turn="https://ivr.example.fi/voice/turn/AbC-_1",
    whisper="https://ivr.example.fi/voice/leg/whisper/AbC-_2",
    caller_id="+358931570000",
    wait="https://ivr.example.fi/voice/wait/AbC-_3",
)
WHISPER = Whisper("fi", "asiakaspalvelu", "sv")
VERBS: tuple[Verb, ...] = (
    Keys(),
    Keys(timeout_seconds=9),
    Digits(5),
    Digits(10, timeout_seconds=8),
    Dial("+358931570010", "service-fi", WHISPER),
    Record(),
    Enqueue("bills"),
    Leave(),
    Hangup(),
)
RICH = Speech(
    "notice",
    "fi",
    ("Vika ", Alias("LVI", "ällvee-ii"), Break(150), "numero ", Slow("0 4 0"), " kiitos."),
)


def speech(text: str, language: str = "fi") -> Speech:
    """Return one prompt of plain words."""
    return Speech("some.prompt", language, (text,))


def told(document: str) -> list[dict[str, Any]]:
    """Return the verbs below Response: name, attributes, and the words of everything inside."""
    return [
        {"verb": child.tag, **child.attrib, "words": "".join(child.itertext())}
        for child in fromstring(document)
    ]


def broken_rules(element: Element) -> list[str]:
    """Return where the document leaves Twilio's contract."""
    rules = CONTRACT["elements"][element.tag]
    found = [
        f"{element.tag}: {name}" for name in element.attrib if name not in rules["attributes"]
    ]
    for name, value in element.attrib.items():
        allowed = CONTRACT["enums"].get(rules["attributes"].get(name))
        if allowed and value not in allowed:
            found.append(f"{element.tag}: {name}={value}")
    for child in element:
        if child.tag not in rules["children"]:
            found.append(f"{element.tag} holds {child.tag}")
        found.extend(broken_rules(child))
    return found


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_verb_keeps_to_twilios_contract(verb: Verb, language: str) -> None:
    says = (RICH, speech("Tervetuloa.", language))
    assert broken_rules(fromstring(render(Turn(says, verb), TO, VOICES))) == []


PIECES = st.one_of(
    st.text(),
    st.builds(Break, st.integers(0, 9999)),
    st.builds(Slow, st.text()),
    st.builds(Alias, st.text(), st.text()),
)
SPEECHES = st.builds(
    Speech, st.just("k"), st.sampled_from(["fi", "sv", "en"]), st.lists(PIECES).map(tuple)
)


@given(
    st.lists(SPEECHES, max_size=4).map(tuple),
    st.sampled_from(VERBS),
    st.builds(Addresses, *[st.text(min_size=1).filter(str.isprintable)] * 2, st.text("+123456")),
)
def test_every_turn_is_written_as_twilios_own_library_writes_it(
    says: tuple[Speech, ...], verb: Verb, to: Addresses
) -> None:
    turn = Turn(says, verb)
    assert render(turn, to, VOICES) == rendered(turn, to, VOICES)


def test_one_key_is_awaited_while_we_speak_and_silence_comes_back_to_us() -> None:
    document = render(Turn((speech("Painakaa yksi."),), Keys(7)), TO, VOICES)
    assert told(document) == [
        {
            "verb": "Gather",
            "action": TO.turn,
            "method": "POST",
            "input": "dtmf",
            "numDigits": "1",
            "finishOnKey": "",
            "timeout": "7",
            "actionOnEmptyResult": "true",
            "words": "Painakaa yksi.",
        },
        {"verb": "Redirect", "method": "POST", "words": TO.turn},
    ]


def test_several_digits_end_with_the_hash_key() -> None:
    document = render(Turn((speech("Postinumero."),), Digits(5, 6)), TO, VOICES)
    gather = told(document)[0]
    assert (gather["numDigits"], gather["finishOnKey"], gather["timeout"]) == ("5", "#", "6")


def test_a_dial_speaks_first_and_whispers_to_the_one_who_answers() -> None:
    dial = Dial("+358931570010", "service-fi", WHISPER, timeout_seconds=20)
    document = render(Turn((speech("Yhdistämme."),), dial), TO, VOICES)
    assert told(document) == [
        {
            "verb": "Say",
            "language": "fi-FI",
            "voice": "Polly.Suvi-Neural",
            "words": "Yhdistämme.",
        },
        {
            "verb": "Dial",
            "action": TO.turn,
            "method": "POST",
            "callerId": "+358931570000",
            "timeout": "20",
            "timeLimit": "14400",
            "answerOnBridge": "true",
            "words": "+358931570010",
        },
    ]
    number = fromstring(document).find("Dial/Number")
    assert number is not None
    assert number.attrib == {"url": TO.whisper, "method": "POST"}


def test_the_caller_id_is_left_to_twilio_when_we_have_none() -> None:
    dial = Turn((), Dial("+358931570010", "service-fi", WHISPER))
    document = render(dial, Addresses(turn=TO.turn, whisper=TO.whisper), VOICES)
    assert "callerId" not in told(document)[0]


def test_a_goodbye_ends_the_call() -> None:
    document = render(Turn((speech("Kuulemiin."),), Hangup()), TO, VOICES)
    assert [verb["verb"] for verb in told(document)] == ["Say", "Hangup"]


@pytest.mark.parametrize(
    ("language", "tag", "voice"),
    [
        ("fi", "fi-FI", "Polly.Suvi-Neural"),
        ("sv", "sv-SE", "Polly.Elin-Neural"),
        ("en", "en-GB", "Polly.Amy-Neural"),
        ("xx", "fi-FI", "Polly.Suvi-Neural"),
    ],
)
def test_each_language_has_its_voice(language: str, tag: str, voice: str) -> None:
    say = told(render(Turn((speech("x", language),), Hangup()), TO, VOICES))[0]
    assert (say["language"], say["voice"]) == (tag, voice)


def test_pieces_become_marks_and_no_word_is_lost() -> None:
    document = render(Turn((RICH,), Hangup()), TO, VOICES)
    assert (
        '>Vika <sub alias="ällvee-ii">LVI</sub><break time="150ms" />numero '
        '<prosody rate="90%">0 4 0</prosody> kiitos.</Say>'
    ) in document


def test_words_in_several_pieces_are_all_spoken() -> None:
    pieces: tuple[Piece, ...] = ("a", "b", Break(100), "c", "d")
    document = render(Turn((Speech("k", "fi", pieces),), Hangup()), TO, VOICES)
    assert told(document)[0]["words"] == "abcd"


def test_an_empty_document_joins_the_two() -> None:
    assert told(bridge()) == []


@given(st.text(max_size=60), st.sampled_from(["plain", "slow", "alias"]))
def test_no_text_can_break_the_document(text: str, how: str) -> None:
    pieces: dict[str, Piece] = {"plain": text, "slow": Slow(text), "alias": Alias(text, text)}
    document = render(Turn((Speech("k", "fi", (pieces[how],)),), Keys()), TO, VOICES)
    assert broken_rules(fromstring(document)) == []


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("a\x00b\x07c\x1b[1md", "abc[1md"),
        ("\ud800 x \uffff", " x "),
        ("</Say><Dial>+37060000000</Dial>", "</Say><Dial>+37060000000</Dial>"),
        ("<![CDATA[ &amp; ]]>", "<![CDATA[ &amp; ]]>"),
        ("lumi ❄ 漢字 🎉", "lumi ❄ 漢字 🎉"),
    ],
)
def test_markup_is_words_and_control_characters_are_nothing(text: str, spoken: str) -> None:
    assert told(render(Turn((speech(text),), Hangup()), TO, VOICES))[0]["words"] == spoken


def test_a_document_over_64_kilobytes_is_not_sent() -> None:
    with pytest.raises(BadTwiml, match="at most 64000"):
        render(Turn((speech("ä" * 35_000),), Keys()), TO, VOICES)


def test_what_is_not_xml_is_not_sent() -> None:
    with pytest.raises(BadTwiml, match="not XML"):
        checked("<Response><Say>&nbsp;</Say></Response>")
