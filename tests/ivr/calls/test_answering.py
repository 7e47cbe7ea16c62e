"""What a rescue knows of the call that it takes over."""

from dataclasses import replace

from sqlalchemy import Engine

from ivr.calls.addresses import path_of
from ivr.clock import StoppedClock
from ivr.lines.store import apply
from routing.document import read_document
from tests.ivr.house import DEMO, FIRST, LINE, SWEDISH, House, fails, open_house

CALLER = "+358401110001"
ANNA = "+358401110002"
TALKED = {"DialCallStatus": "completed", "DialCallSid": "CA1", "DialBridged": "true"}


def test_a_caller_whose_flow_is_away_hears_the_language_we_know_of_them(
    demo: Engine, clock: StoppedClock
) -> None:
    house = open_house(demo, clock, broken=lambda ports: replace(ports, load=fails))
    call = house.telephone.calls(ANNA, LINE).hears("Vi kopplar er direkt till kundtjänst")
    call.is_with(SWEDISH)


def test_after_a_talk_an_address_that_cannot_be_read_rings_nobody_again(
    house: House, demo: Engine, clock: StoppedClock
) -> None:
    call = house.telephone.calls(CALLER, LINE).presses("0").is_with(FIRST)
    after = path_of(call.requests[-1].text.split('<Dial action="')[1].split('"')[0])
    other = open_house(demo, clock, secret_key="another secret")
    answer = other.post(after, CallSid=call.sid, To=LINE, From=CALLER, **TALKED)
    assert answer.text == '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup /></Response>'


def test_after_a_talk_that_never_was_the_rescue_rings(
    house: House, demo: Engine, clock: StoppedClock
) -> None:
    call = house.telephone.calls(CALLER, LINE).presses("0").is_with(FIRST)
    after = path_of(call.requests[-1].text.split('<Dial action="')[1].split('"')[0])
    other = open_house(demo, clock, secret_key="another secret")
    missed = {"DialCallStatus": "no-answer", "DialCallSid": "CA1", "DialBridged": "false"}
    answer = other.post(after, CallSid=call.sid, To=LINE, From=CALLER, **missed)
    assert f">{FIRST}</Number>" in answer.text


def test_a_language_that_the_line_has_lost_is_still_whispered_with_the_line_s_name(
    house: House, demo: Engine
) -> None:
    call = house.telephone.calls(ANNA, LINE)
    sections = dict(read_document(DEMO).sections)
    lines = {**sections["lines"], LINE: {**sections["lines"][LINE], "languages": ["fi"]}}
    apply(demo, {"lines": lines})
    house.telephone.calls(CALLER, LINE)
    call.presses("*").hears("För fel och störningar").presses("0").is_with(SWEDISH)
    assert call.other_side.transcript[0]["say"] == "Puhelu: asiakaspalvelu."
