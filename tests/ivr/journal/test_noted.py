"""What a line holds, and that no number is in it but the caller's own in its place."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.inputs import Dialled, Entered, Input, Pressed, Recorded, Silent
from flows.verbs import Alias, Break, Dial, Hangup, Keys, Slow, Speech, Turn, Whisper
from ivr.journal.noted import Noted

USUAL = Noted(
    call_sid="CA1",
    turn=3,
    at=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    number="+358401110001",
    line="service",
    language="fi",
    flow="customer-service",
    step="main",
    did=Turn((), Keys()),
)


def line(**values: Any) -> dict[str, Any]:
    """Write a turn, and read what was written."""
    written: dict[str, Any] = json.loads(replace(USUAL, **values).to_json())
    return written


def test_a_line_holds_the_whole_turn() -> None:
    said = Speech("notice.electricity.eta", "fi", ("Sähköt ", Alias("Vattenfall", "vatenfal")))
    did = Turn((said,), Dial("+358931570010", "service-fi", Whisper("fi", "palvelu", "fi")))
    written = line(did=did, given=Pressed("0"), why="stated", notices=("F-1:3",))
    assert written == {
        "call_sid": "CA1",
        "turn": 3,
        "at": "2026-11-23T08:00:00+00:00",
        "number": "+358401110001",
        "line": "service",
        "language": "fi",
        "flow": "customer-service",
        "step": "main",
        "given_kind": "key",
        "given": "0",
        "said": [{"key": "notice.electricity.eta", "language": "fi", "text": "Sähköt Vattenfall"}],
        "verb": "dial service-fi",
        "why": "stated",
        "notices": ["F-1:3"],
        "heard": [],
        "places": None,
        "services": [],
        "bundle": "",
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (None, ("call", "")),
        (Silent(), ("silence", "")),
        (Entered("29900"), ("digits", "29900")),
        (Entered("0"), ("digits", "0")),
        (Entered("00100"), ("digits", "*****")),
        (Entered("0401110001"), ("digits", "**********")),
        (Dialled(connected=True), ("dial", "connected")),
        (Dialled(connected=False), ("dial", "not connected")),
        (Recorded("https://api.twilio.com/RE1", 12), ("record", "12 s")),
    ],
    ids=str,
)
def test_what_was_typed_is_masked_unless_it_is_a_postcode(
    given: Input | None, kept: tuple[str, str]
) -> None:
    written = line(given=given, postcodes=frozenset({"29900", ""}))
    assert (written["given_kind"], written["given"]) == kept


def test_a_number_that_is_read_back_is_not_kept() -> None:
    pieces = ("Soitamme numeroon ", Slow("nolla"), Break(250), Slow("yksi kaksi"), ". Hei.")
    said = line(did=Turn((Speech("cb.confirm", "fi", pieces),), Hangup()))["said"]
    assert said[0]["text"] == "Soitamme numeroon [number]. Hei."
