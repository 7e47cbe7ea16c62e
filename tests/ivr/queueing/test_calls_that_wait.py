"""Callers who wait for a desk: what they hear, what their keys do, and where they end up."""

import json
from datetime import timedelta

from sqlalchemy import update

from ivr.db.tables.dispatch import agents
from ivr.dispatch import offers
from ivr.dispatch.decide import decide
from ivr.lines.store import apply, sections
from simulator.messages import Goto, Redirected
from tests.ivr.house import FAULT_LINE, FIRST
from tests.ivr.queueing.conftest import LIISA, LINE, MATTI, TEAMS, Office

QUEUE = "linja"
DANGER_TEAM = "+358931570040"


def test_matti_waits_hears_his_place_and_that_he_is_still_in_the_queue(office: Office) -> None:
    call = office.calls(MATTI).is_in_queue(QUEUE)
    call.hears("Kaikki asiakaspalvelijamme ovat nyt varattuja. Olette jonossa.")
    call.hears("Olette jonossa seuraavana.")
    office.waits(call).hears("Jos haluatte, että soitamme teille, painakaa yksi.")
    office.waits(call).hears("Olette yhä jonossa. Kiitos, että odotatte.")
    call.is_in_queue(QUEUE)
    row = office.row(call)
    assert (row["state"], row["language"], row["topic"]) == ("waiting", "fi", "any")
    assert row["queue_sid"] == office.house.telephone.exchange.queues.find(QUEUE).sid  # type: ignore[union-attr]


def test_the_place_is_told_when_it_changes_and_only_then(office: Office) -> None:
    first = office.calls(MATTI)
    office.passes(1)
    second = office.calls(LIISA).presses("1").presses("0")
    second.hears("Edellänne jonossa on yksi asiakas.")
    office.waits(second).presses("5").hears_nothing_of("Edellänne")
    first.hangs_up()
    office.waits(second, 30).hears("Olette jonossa seuraavana.")


def test_the_place_is_that_of_when_the_call_began(office: Office) -> None:
    early = office.house.telephone.calls(MATTI, "+358931570000")
    office.passes(60)
    late = office.calls(LIISA).presses("1").presses("0")
    late.hears("Olette jonossa seuraavana.")
    early.presses("0").hears("Olette jonossa seuraavana.")
    office.waits(late).hears("Edellänne jonossa on yksi asiakas.")


def test_while_one_of_ours_is_free_nobody_is_said_to_be_busy(office: Office) -> None:
    office.agent("eino", "service-fi")
    call = office.calls(MATTI).is_in_queue(QUEUE)
    call.hears("Yhdistämme teidät asiakaspalvelijalle. Odottakaa hetki.")
    call.hears_nothing_of("varattuja")


def test_without_data_no_wait_is_told_and_with_it_at_most_every_two_minutes(
    office: Office,
) -> None:
    call = office.calls(MATTI).hears_nothing_of("arviolta")
    office.has_handled("aino", office.row(call)["id"], 5, 240)
    office.passes(10)
    office.waits(call).hears("Odotusaika on arviolta alle viisi minuuttia.")
    call.presses("5").hears_nothing_of("arviolta")
    office.waits(call, 60).presses("5").hears_nothing_of("arviolta")
    office.waits(call, 65).hears("Odotusaika on arviolta alle viisi minuuttia.")


def test_a_long_wait_offers_the_callback_at_once(office: Office) -> None:
    first = office.calls(MATTI)
    office.has_handled("aino", office.row(first)["id"], 5, 500)
    office.passes(10)
    call = office.calls(LIISA).presses("1").presses("0")
    call.hears("Odotusaika on arviolta alle kaksikymmentä minuuttia.")
    call.hears("Jos haluatte, että soitamme teille, painakaa yksi. Paikkanne jonossa säilyy.")


def test_a_callback_is_asked_for_while_waiting_and_keeps_the_place(office: Office) -> None:
    call = office.calls(MATTI)
    began = office.row(call)["since"]
    office.waits(call, 300).presses("1").hears("Soitammeko numeroon nolla neljä nolla")
    assert (office.row(call)["state"], office.row(call)["left_why"]) == ("left", "callback")
    call.presses("1").hears("Soittopyyntönne on kirjattu. Paikkanne jonossa säilyy.")
    call.hears("Jos haluatte valita toisen ajan, painakaa yksi.").is_silent().has_ended()
    assert office.row(call)["since"] == began


def test_zero_tells_the_place_again_and_star_all_of_it(office: Office) -> None:
    call = office.calls(MATTI)
    office.waits(call).presses("0").hears("Olette jonossa seuraavana.")
    call.hears_nothing_of("painakaa yksi").is_in_queue(QUEUE)
    call.presses("*").hears("Olette jonossa seuraavana.")
    call.hears("Jos haluatte, että soitamme teille, painakaa yksi.").is_in_queue(QUEUE)


def test_eight_is_the_next_language_and_its_own_desk(office: Office) -> None:
    office.agent("svea", "service-sv", state="available")
    call = office.calls(MATTI).presses("8").hears("Ni står först i kön.")
    assert office.row(call)["language"] == "sv"
    made = office.does(lambda c: decide(c, office.clock.now()))
    assert made is not None
    assert made.agent == "svea"
    office.does(lambda c: offers.ended(c, made.offer, "missed", office.clock.now(), timedelta(0)))
    call.presses("1").hears("Ska vi ringa numret")


def test_nine_in_the_queue_is_the_danger_team_at_once(office: Office) -> None:
    call = office.calls(MATTI).presses("9").hears("Hengenvaarassa soittakaa yksi yksi kaksi.")
    call.is_with(DANGER_TEAM)
    assert office.row(call)["left_why"] == "danger"


def test_danger_waits_ahead_of_everybody_where_it_has_a_desk(office: Office) -> None:
    desk = {"language": ["fi"], "topics": ["faults", "danger"], "desk": True}
    apply(office.engine, {"teams": {**TEAMS, "faults": desk}})
    office.agent("duty", "faults", "service-fi", state="available")
    office.turns("duty", "away")
    office.turns("duty", "available")
    early = office.calls(LIISA).presses("1").presses("0").is_in_queue(QUEUE)
    office.passes(60)
    call = office.calls(MATTI).presses("9").is_in_queue(QUEUE)
    assert office.row(call)["urgent"]
    made = office.does(lambda c: decide(c, office.clock.now()))
    assert made is not None
    assert made.waiting_id == office.row(call)["id"]
    assert office.row(early)["state"] == "waiting"


def test_after_the_longest_wait_a_callback_is_a_choice_and_waiting_on_another(
    office: Office,
) -> None:
    call = office.calls(MATTI)
    office.waits(call, 3600).hears("Olemme pahoillamme, odotus on venynyt.")
    office.waits(call).presses("5").hears_nothing_of("Olemme pahoillamme")
    call.is_in_queue(QUEUE)


def test_closing_time_lets_nobody_wait_on(office: Office) -> None:
    call = office.calls(MATTI)
    office.waits(call, 4 * 3600 + 60)
    call.hears("Asiakaspalvelumme on juuri suljettu, emmekä ehtineet vastata teille.")
    call.presses("2").hears("Voitte jättää viestin.")
    assert office.row(call)["left_why"] == "closed"


def test_when_the_last_agent_goes_nobody_waits_for_an_empty_chair(office: Office) -> None:
    call = office.calls(MATTI)
    office.does(lambda c: c.execute(update(agents).values(state="away")))
    office.waits(call).hears("Olette yhä jonossa.")
    call.is_in_queue(QUEUE)
    office.waits(call).hears("Kukaan asiakaspalvelijamme ei ole juuri nyt paikalla.")
    call.presses("1").hears("Soitammeko numeroon")
    assert office.row(call)["left_why"] == "nobody"


def test_when_everybody_is_away_a_callback_is_offered_at_once(office: Office) -> None:
    office.does(lambda c: c.execute(update(agents).values(state="away")))
    call = office.calls(MATTI)
    call.hears("Kukaan asiakaspalvelijamme ei ole juuri nyt paikalla.")
    call.hears_nothing_of("Yhdistämme")
    call.presses("2").hears("Voitte jättää viestin.")


def test_when_everybody_is_away_the_telephones_of_the_team_ring_if_it_has_some(
    office: Office,
) -> None:
    dialled = {**TEAMS["service-fi"], "dial": [FIRST]}
    apply(office.engine, {"teams": {**TEAMS, "service-fi": dialled}})
    office.does(lambda c: c.execute(update(agents).values(state="away")))
    office.calls(MATTI).is_with(FIRST)


def test_whoever_hangs_up_leaves_the_line_however_it_is_told(office: Office) -> None:
    call = office.calls(MATTI).hangs_up()
    assert (office.row(call)["state"], office.row(call)["left_why"]) == ("left", "hung_up")
    another = office.calls(LIISA).presses("1").presses("0").is_in_queue(QUEUE)
    told = {"CallSid": another.sid, "CallStatus": "completed"}
    for _ in range(2):
        assert office.house.post("/voice/status", **told).status_code == 204
    assert (office.row(another)["state"], office.row(another)["left_why"]) == ("left", "hung_up")


def test_a_queue_that_is_full_offers_a_callback_and_a_message(office: Office) -> None:
    office.house.telephone.exchange.queues.ordered_results.append("queue-full")
    call = office.calls(MATTI).hears("Jono on nyt täynnä.")
    call.presses("1").hears("Soitammeko numeroon")
    assert office.row(call)["left_why"] == "full"


def test_an_error_of_the_queue_is_no_dead_end(office: Office) -> None:
    for result in ("system-error", "error", "something-new"):
        office.house.telephone.exchange.queues.ordered_results.append(result)
        call = office.calls(MATTI).hears("Emme voi juuri nyt yhdistää puheluanne.")
        call.presses("1").hears("Soitammeko numeroon")
        call.hangs_up()


def test_whoever_comes_out_of_the_queue_without_a_choice_is_in_it_again(office: Office) -> None:
    for result in ("bridging-in-process", "leave"):
        office.house.telephone.exchange.queues.ordered_results.append(result)
        call = office.calls(MATTI).is_in_queue(QUEUE)
        assert office.row(call)["state"] == "waiting"
        call.hangs_up()


def test_the_queue_bridged_them_and_the_call_is_over(office: Office) -> None:
    office.house.telephone.exchange.queues.ordered_results.append("bridged")
    call = office.calls(MATTI).hears("Kuulemiin.").has_ended()
    assert office.row(call)["left_why"] in {"served", "hung_up"}


def test_a_call_taken_out_of_the_queue_goes_on_elsewhere_and_loses_nothing(
    office: Office,
) -> None:
    call = office.calls(MATTI)
    exchange = office.house.telephone.exchange
    call.leg.post(Redirected(Goto("", twiml="<Response><Pause length='30'/></Response>")))
    exchange.settle()
    told = next(one for one in reversed(call.requests) if "QueueResult" in one.request.params)
    assert told.request.params["QueueResult"] == "redirected"
    assert "Hangup" not in told.text
    assert "Redirect" in told.text


def test_every_webhook_of_the_queue_may_come_twice(office: Office) -> None:
    exchange = office.house.telephone.exchange
    exchange.repeat_webhooks = True
    call = office.calls(MATTI)
    office.waits(call)
    call.presses("*").presses("1").presses("1").hears("Soittopyyntönne on kirjattu")
    assert exchange.problems == []
    assert json.dumps(call.transcript).count("kirjattu") == 1


def test_a_choice_that_comes_late_again_does_not_take_them_out_of_a_later_wait(
    office: Office,
) -> None:
    call = office.calls(MATTI).presses("1").presses("0").is_in_queue(QUEUE)
    left = next(one for one in call.requests if one.request.params.get("QueueResult") == "leave")
    again = office.house.telephone.exchange.plant.webhooks.send(left.request)
    assert again.text == left.text
    assert office.row(call)["state"] == "waiting"


def test_the_card_tells_what_the_agent_should_know_and_twiml_never_the_name(
    office: Office,
) -> None:
    call = office.calls(MATTI)
    row = office.row(call)
    card = row["card"]
    assert (card["customers"], card["customer_id"], card["who"]) == (1, "1", "1")
    assert (card["place"], card["why"], card["number"]) == ("29900", "preference", MATTI)
    assert card["heard"].startswith("2026-11-23T14:00")
    assert row["call_state"]["state"]["place"] == "29900"
    enqueue = next(one.text for one in call.requests if "<Enqueue" in one.text)
    assert ">linja</Enqueue>" in enqueue
    assert MATTI not in enqueue


def test_when_their_line_is_taken_away_they_are_with_a_person_and_nobody_waits(
    office: Office,
) -> None:
    call = office.calls(MATTI).is_in_queue(QUEUE)
    with office.engine.connect() as connection:
        lines = sections(connection)["lines"]
    apply(office.engine, {"lines": {n: line for n, line in lines.items() if n != LINE}})
    office.house.telephone.calls(LIISA, FAULT_LINE)  # who calls anew brings the new lines
    office.waits(call).is_with(DANGER_TEAM)
    assert (office.row(call)["state"], office.row(call)["left_why"]) == ("left", "hung_up")
