"""A bug of ours: words, a person, and the operator who sees it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from flows.prompts import Prompt
from ivr.bundles.library import shipped_bundle
from ivr.bundles.store import publish
from ivr.clock import StoppedClock
from tests.ivr.house import (
    FIRST,
    LINE,
    SECOND,
    House,
    open_house,
)

CALLER = "+358401110001"
ANNA = "+358401110002"
FALLBACK = "+358931570099"
STRAIGHT = "Yhdistämme teidät suoraan asiakaspalvelijalle."


@pytest.fixture(autouse=True)
def patience() -> None:
    """None: callers wait no longer here than they would."""


def a_bug(*_: object) -> Any:
    """Stand in for the engine on a bad day."""
    raise ZeroDivisionError("caller 0401110001 divided by zero")


@pytest.fixture
def broken_house(demo: Engine, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> House:
    """An application whose engine fails from the second turn on."""
    monkeypatch.setattr("ivr.calls.conversation.engine.resume", a_bug)
    return open_house(demo, clock, linja_fallback_number=FALLBACK)


def test_our_own_bug_is_words_and_a_person(broken_house: House) -> None:
    broken_house.telephone.calls(CALLER, LINE).presses("3").hears(STRAIGHT).is_with(FIRST)


def test_a_bug_in_the_first_turn_is_too(
    demo: Engine, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.calls.conversation.engine.begin", a_bug)
    open_house(demo, clock).telephone.calls(CALLER, LINE).hears(STRAIGHT).is_with(FIRST)


def test_a_rescue_rings_one_telephone_after_another_and_the_fallback_last(
    broken_house: House,
) -> None:
    telephones = broken_house.telephone.exchange.telephones
    telephones[FIRST], telephones[SECOND] = "voicemail", "no-answer"
    call = broken_house.telephone.calls(CALLER, LINE).presses("3").is_with(FALLBACK)
    dialled = [event["dial"] for event in call.transcript if "dial" in event]
    assert dialled == [FIRST, SECOND, FALLBACK]


def test_a_rescue_ends_with_words(broken_house: House) -> None:
    for number in (FIRST, SECOND, FALLBACK):
        broken_house.telephone.exchange.telephones[number] = "busy"
    call = broken_house.telephone.calls(CALLER, LINE).presses("3")
    call.hears("Soittakaa meille hetken kuluttua uudelleen").has_ended()


def test_after_a_rescue_and_a_talk_the_call_ends(broken_house: House) -> None:
    call = broken_house.telephone.calls(CALLER, LINE).presses("3").is_with(FIRST)
    call.other_side_hangs_up().has_ended()
    assert [event for event in call.transcript if "dial" in event] == [{"dial": FIRST}]


def test_when_even_the_rescue_fails_the_fallback_number_rings(
    broken_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.calls.rescue.rescue", a_bug)
    broken_house.telephone.calls(CALLER, LINE).presses("3").hears(STRAIGHT).is_with(FALLBACK)


def test_without_a_fallback_number_the_last_words_are_said(
    demo: Engine, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.calls.conversation.engine.resume", a_bug)
    monkeypatch.setattr("ivr.calls.rescue.rescue", a_bug)
    call = open_house(demo, clock).telephone.calls(ANNA, LINE).presses("3")
    call.hears("Var vänlig och ring igen om en stund.").has_ended()


def test_a_document_that_twilio_would_refuse_is_not_sent(
    demo: Engine, clock: StoppedClock
) -> None:
    usual = shipped_bundle("customer-service")
    greeting = {"open.greet.service": Prompt({"fi": "Tervetuloa. " * 6000})}
    wordy = replace(usual, prompts={**usual.prompts, **greeting})
    publish(demo, wordy, "A long welcome", clock.now())
    call = open_house(demo, clock).telephone.calls(CALLER, LINE)
    call.hears(STRAIGHT).is_with(FIRST)


def test_a_whisper_that_fails_connects_at_once(
    demo: Engine, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivr.legs.answering.announce", a_bug)
    open_house(demo, clock).telephone.calls(CALLER, LINE).presses("0").is_with(FIRST)


def test_the_operator_sees_what_failed_and_no_number(
    broken_house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    call = broken_house.telephone.calls(CALLER, LINE).presses("3")
    logged = capfd.readouterr().err
    assert '"error": "ZeroDivisionError"' in logged
    assert call.sid in logged
    assert "401110001" not in logged
