"""The test caller: what it accepts, and what it says when a test fails."""

import pytest

from simulator.testing import Telephone, exchange_for
from tests.simulator.scripted_app import ScriptedApp

CALLER, LINE, TEAM = "+358401110001", "+358931570000", "+358931570010"

DOCUMENTS = {
    "/voice/incoming": '<Gather numDigits="1" action="/key"><S>Hyvää   päivää</S></Gather>',
    "/key": '<Say language="sv-SE" voice="Polly.Elin-Neural">ett ögonblick</Say>'
    f'<Dial action="/after"><Number url="/whisper">{TEAM}</Number></Dial>',
    "/whisper": '<Gather numDigits="1" action="/accept"><S>paina yksi</S></Gather><Hangup/>',
    "/accept": "<Response/>",
    "/after": "<Hangup/>",
}


@pytest.fixture
def telephone() -> Telephone:
    return Telephone(exchange_for(ScriptedApp(dict(DOCUMENTS))), {TEAM: "service-sv"})


def test_a_whole_call(telephone: Telephone) -> None:
    call = telephone.calls(CALLER, LINE)
    call.hears("Hyvää päivää")
    call.presses("0").hears("ett ögonblick").hears_nothing_of("Hyvää")
    call.is_with(TEAM).is_with_team("service-sv")
    assert call.language == "sv-SE"
    assert call.other_side.heard == ""
    assert call.other_side.transcript[0]["say"] == "paina yksi"
    call.hangs_up().has_ended()
    assert call.transcript == [
        {"say": "Hyvää päivää", "language": "fi-FI", "voice": "Polly.Suvi-Neural"},
        {"key": "0"},
        {"say": "ett ögonblick", "language": "sv-SE", "voice": "Polly.Elin-Neural"},
        {"dial": TEAM},
    ]


def test_a_failure_shows_the_whole_transcript(telephone: Telephone) -> None:
    call = telephone.calls(CALLER, LINE)
    with pytest.raises(AssertionError) as failure:
        call.hears("hei")
    assert str(failure.value).splitlines() == [
        "the call did not hear 'hei' since the last press",
        "transcript:",
        "  {'say': 'Hyvää päivää', 'language': 'fi-FI', 'voice': 'Polly.Suvi-Neural'}",
        "now: key",
    ]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (lambda call: call.hears_nothing_of("päivää"), "heard 'päivää'"),
        (lambda call: call.is_with(TEAM), f"is with nobody, not with {TEAM}"),
        (lambda call: call.is_with_team("x"), "is with nobody, not with x"),
        (lambda call: call.is_in_queue("tuki"), "does not wait in tuki"),
        (lambda call: call.has_ended(), "has not ended"),
        (lambda call: call.other_side, "talks with nobody"),
    ],
)
def test_claims_that_are_not_true_fail(telephone: Telephone, claim: object, words: str) -> None:
    call = telephone.calls(CALLER, LINE)
    with pytest.raises(AssertionError, match=words.replace("+", r"\+")):
        claim(call)  # type: ignore[operator]


def test_a_telephone_in_our_hand_rings_until_it_is_answered(telephone: Telephone) -> None:
    telephone.exchange.telephones[TEAM] = "hand"
    caller = telephone.calls(CALLER, LINE).presses("0")
    ours = telephone.answers(TEAM).hears("paina yksi").presses("1")
    ours.is_with(CALLER)
    caller.is_with(TEAM)
    ours.hangs_up()
    caller.has_ended()


def test_a_telephone_that_does_not_ring_cannot_be_answered(telephone: Telephone) -> None:
    with pytest.raises(AssertionError, match="does not ring"):
        telephone.answers(TEAM)


def test_a_request_can_be_sent_again(telephone: Telephone) -> None:
    call = telephone.calls(CALLER, LINE).presses("0")
    assert [done.request.url.rsplit("/", 1)[1] for done in call.requests] == ["incoming", "key"]
    assert call.repeats(0) == call.requests[0].text
    assert call.repeats(-1) == call.requests[1].text
