"""What a rescue knows of the call that it takes over."""

from dataclasses import replace

from sqlalchemy import Engine

from ivr.calls.addresses import path_of
from ivr.clock import StoppedClock
from ivr.lines.store import apply
from routing.document import read_document
from tests.ivr.house import DEMO, FIRST, LINE, SECOND, SWEDISH, House, fails, open_house

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


def test_the_end_of_a_dial_tells_whether_the_two_spoke(demo: Engine, clock: StoppedClock) -> None:
    told: list[tuple[str, str, str]] = []
    house = open_house(
        demo,
        clock,
        broken=lambda ports: replace(
            ports,
            took=lambda _sid, number, line, _at: told.append(("took", number, line)),
            missed=lambda _sid, number, line, _at: told.append(("missed", number, line)),
            spoke=lambda _sid, number, line, _at: told.append(("spoke", number, line)),
        ),
    )
    house.telephone.exchange.telephones[FIRST] = "decline"
    call = house.telephone.calls(CALLER, LINE).presses("0").is_with(SECOND)
    assert told == [("missed", CALLER, LINE), ("took", CALLER, LINE)]
    call.hangs_up()
    assert told[2:] == [("spoke", CALLER, LINE)]


def test_a_telephone_that_nobody_answers_has_nothing_to_tell(
    demo: Engine, clock: StoppedClock
) -> None:
    told: list[str] = []

    def missed(call_sid: str, *_: object) -> None:
        told.append(call_sid)

    house = open_house(demo, clock, broken=lambda ports: replace(ports, missed=missed))
    house.telephone.exchange.telephones[FIRST] = "no-answer"
    house.telephone.calls(CALLER, LINE).presses("0").is_with(SECOND)
    assert told == []
