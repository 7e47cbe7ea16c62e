"""Whole calls, from the first webhook to the last, through a pretend Twilio."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from ivr.clock import StoppedClock
from ivr.db.tables.legs import legs
from ivr.lines.store import apply
from routing.document import read_document
from tests.ivr.house import DEMO, FIRST, LINE, SECOND, SWEDISH, House, open_house

MATTI = "+358401110001"
ANNA = "+358401110002"
STRANGER = "+358401119999"


def test_matti_hears_the_notice_before_any_menu(house: House) -> None:
    call = house.telephone.calls(MATTI, LINE)
    call.hears("sähkönjakelun häiriö").hears("kello yhdeksäntoista").hears_nothing_of("lasku")
    assert call.language == "fi-FI"


def test_anna_is_answered_in_swedish_and_reaches_a_swedish_speaker(house: House) -> None:
    call = house.telephone.calls(ANNA, LINE).presses("0")
    assert call.language == "sv-SE"
    call.is_with(SWEDISH)


def test_zero_reaches_a_person_who_heard_who_is_there(house: House) -> None:
    call = house.telephone.calls(MATTI, LINE).presses("0").is_with(FIRST)
    heard = [event["say"] for event in call.other_side.transcript if "say" in event]
    assert heard == [
        "Puhelu: asiakaspalvelu.",
        "Postinumero kaksi yhdeksän yhdeksän nolla nolla.",
        "Kuuli häiriötiedotteen. Arvio: tänään kello yhdeksäntoista.",
        "Painakaa yksi, niin puhelu yhdistyy.",
    ]


def test_who_took_the_call_is_kept(house: House) -> None:
    call = house.telephone.calls(MATTI, LINE).presses("0")
    with house.services.engine.connect() as connection:
        row = connection.execute(select(legs)).one()
    assert row._asdict() == {
        "call_sid": call.sid,
        "leg_sid": call.other_side.sid,
        "team": "service-fi",
        "accepted_at": house.services.clock.now(),
    }


@pytest.mark.parametrize("first", ["voicemail", "no-answer", "busy", "failed", "decline"])
def test_whoever_does_not_accept_is_followed_by_the_next(house: House, first: str) -> None:
    house.telephone.exchange.telephones[FIRST] = first
    house.telephone.calls(MATTI, LINE).presses("0").is_with(SECOND)


def test_when_nobody_accepts_the_caller_is_told_so(house: House) -> None:
    for number in (FIRST, SECOND):
        house.telephone.exchange.telephones[number] = "voicemail"
    call = house.telephone.calls(MATTI, LINE).presses("0")
    call.hears("Emme voi juuri nyt yhdistää puheluanne. Jos haluatte, että soitamme teille,")


def test_the_fallback_number_is_the_last_to_ring(demo: Engine, clock: StoppedClock) -> None:
    house = open_house(demo, clock, linja_fallback_number="+358931570099")
    for number in (FIRST, SECOND):
        house.telephone.exchange.telephones[number] = "no-answer"
    house.telephone.calls(MATTI, LINE).presses("0").is_with("+358931570099")


def test_after_the_talk_the_call_ends(house: House) -> None:
    call = house.telephone.calls(MATTI, LINE).presses("0").other_side_hangs_up()
    call.hears("Kuulemiin").has_ended()


def test_a_withheld_number_is_nobody_and_is_asked_the_language(house: House) -> None:
    call = house.telephone.calls("anonymous", LINE)
    call.hears("svenska").hears_nothing_of("häiriö").presses("2").hears("För fakturor, tryck två")


def test_silence_is_answered_and_ends_at_a_person(house: House) -> None:
    call = house.telephone.calls(STRANGER, LINE)
    for _ in range(20):
        if call.leg.talks_with or call.leg.ended:
            break
        call.is_silent()
    call.is_with(FIRST)


def test_typed_digits_are_one_entry(house: House) -> None:
    call = house.telephone.calls(STRANGER, "+358931570001").presses("1").presses("29900#")
    call.hears("sähkönjakelun häiriö")


def test_every_webhook_may_come_twice(house: House) -> None:
    exchange = house.telephone.exchange
    exchange.repeat_webhooks = True
    exchange.telephones[FIRST] = "voicemail"
    call = house.telephone.calls(STRANGER, LINE).presses("1").is_silent().presses("*")
    call.presses("0").is_with(SECOND).other_side_hangs_up().has_ended()
    assert exchange.problems == []


def test_any_process_takes_the_next_turn(demo: Engine, clock: StoppedClock) -> None:
    one, other = open_house(demo, clock), open_house(demo, clock)
    call = one.telephone.calls(MATTI, LINE)
    one.telephone.exchange.plant.webhooks.transport = (
        other.telephone.exchange.plant.webhooks.transport
    )
    call.presses("0").is_with(FIRST)


def test_what_is_applied_counts_from_the_next_call_in_every_process(
    demo: Engine, clock: StoppedClock
) -> None:
    one, other = open_house(demo, clock), open_house(demo, clock)
    apply(
        demo,
        {"teams": dict(read_document(DEMO.replace(FIRST, "+358931570077")).sections)["teams"]},
    )
    call = one.telephone.calls(MATTI, LINE)
    one.telephone.exchange.plant.webhooks.transport = (
        other.telephone.exchange.plant.webhooks.transport
    )
    call.presses("0").is_with("+358931570077")


def test_a_call_of_yesterday_is_connected_to_a_person(house: House, clock: StoppedClock) -> None:
    call = house.telephone.calls(MATTI, LINE)
    clock.at += timedelta(hours=12, seconds=1)
    call.presses("3").hears("Yhdistämme teidät suoraan").is_with(FIRST)


def test_the_addresses_of_a_call_are_its_own(house: House) -> None:
    one, other = house.telephone.calls(MATTI, LINE), house.telephone.calls(ANNA, LINE)
    stolen = one.leg.requests[-1].reply.body.decode().split("/voice/turn/")[1].split('"')[0]
    answer = house.post(f"/voice/turn/{stolen}", CallSid=other.sid, To=LINE, From=ANNA, Digits="3")
    assert "Yhdistämme teidät suoraan asiakaspalvelijalle." in answer.text
    assert FIRST in answer.text


def test_the_secret_may_be_rotated_during_a_call(demo: Engine, clock: StoppedClock) -> None:
    before = open_house(demo, clock)
    after = open_house(demo, clock, secret_key="a new secret, a secret of ours")
    call = before.telephone.calls(MATTI, LINE)
    before.telephone.exchange.plant.webhooks.transport = (
        after.telephone.exchange.plant.webhooks.transport
    )
    call.presses("3").hears("Laskuasioissa").presses("0").is_with(FIRST)


def test_a_thousand_digits_of_nonsense_do_no_harm(house: House) -> None:
    call = house.telephone.calls(MATTI, LINE)
    action = call.leg.requests[-1].reply.body.decode().split('action="')[1].split('"')[0]
    path = action.removeprefix("https://ivr.example.fi")
    for digits in ("9" * 1000, "abc", "١٢٣", "#", "0 0", "\x00"):
        answer = house.post(path, CallSid=call.sid, To=LINE, From=MATTI, Digits=digits)
        assert answer.status_code == 200
        assert "<Response>" in answer.text


def test_no_cookie_is_ever_set(house: House) -> None:
    call = house.telephone.calls(MATTI, LINE).presses("0")
    assert [one for one in call.requests if "set-cookie" in one.reply.headers] == []


def test_our_people_see_the_number_of_the_line(house: House) -> None:
    call = house.telephone.calls(MATTI, LINE).presses("0")
    assert call.other_side.leg.from_ == LINE
