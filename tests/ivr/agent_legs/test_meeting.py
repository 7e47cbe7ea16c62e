"""Somebody waits, an agent is free: they meet, and every way that can fail has its words."""

from ivr.dispatch.agents import seen
from ivr.lines.store import apply
from simulator.signature import sign
from tests.ivr.agent_legs.conftest import AINO, LIISA, MATTI, OTTO, SVEA, TEAMS, Floor
from tests.ivr.house import LINE


def test_an_agent_hears_who_it_is_presses_one_and_the_two_meet(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    assert floor.dispatches() == 1
    agent = floor.rings(AINO)
    agent.hears("Puhelu: asiakaspalvelu.").hears("Painakaa yksi, niin puhelu yhdistyy.")
    agent.hears("Postinumero kaksi yhdeksän yhdeksän nolla nolla")
    assert floor.state("aino") == "offered"
    agent.presses("1")
    call.is_with(AINO).hears("Puhelu yhdistyy.")
    assert (floor.state("aino"), floor.row(call)["state"]) == ("busy", "talking")
    floor.passes(180)
    agent.hangs_up()
    call.hears("Kuulemiin.").has_ended()
    assert (floor.state("aino"), floor.outcomes()) == ("wrap_up", ["done"])
    assert (floor.row(call)["left_why"], floor.legs()) == ("served", ["over"])
    assert floor.exchange.problems == []


def test_when_the_caller_hangs_up_after_the_talk_the_agent_writes_it_down(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    agent = floor.meets(call)
    floor.passes(60)
    call.hangs_up()
    agent.has_ended()
    assert (floor.state("aino"), floor.outcomes()) == ("wrap_up", ["done"])
    assert floor.exchange.problems == []


def test_whoever_called_first_gets_the_first_agent(floor: Floor) -> None:
    floor.agent("aino", AINO)
    floor.passes(1)
    floor.agent("otto", OTTO)
    early = floor.calls(MATTI)
    floor.passes(10)
    late = floor.house.telephone.calls(LIISA, LINE).presses("1").presses("0")
    floor.dispatches()
    for telephone in (AINO, OTTO):
        floor.rings(telephone).presses("1")
    early.is_with(AINO)
    late.is_with(OTTO)


def test_an_agent_who_does_not_answer_is_passed_over_for_the_next(floor: Floor) -> None:
    floor.agent("aino", AINO, phone="no-answer")
    floor.agent("otto", OTTO)
    call = floor.calls()
    floor.dispatches()
    assert (floor.outcomes(), floor.state("aino")) == (["missed"], "available")
    floor.meets(call, OTTO)
    assert floor.rung(AINO) == 1


def test_voicemail_takes_nobody(floor: Floor) -> None:
    floor.agent("aino", AINO, phone="voicemail")
    call = floor.calls()
    floor.dispatches()
    assert floor.outcomes() == ["missed"]
    call.is_in_queue("linja")
    assert floor.row(call)["state"] == "waiting"


def test_three_missed_calls_are_an_empty_chair(floor: Floor) -> None:
    floor.agent("aino", AINO, phone="busy")
    floor.calls()
    for _ in range(3):
        floor.dispatches()
        floor.passes(60)
        floor.does(lambda connection: seen(connection, "aino", floor.clock.now()))
    assert floor.state("aino") == "away"


def test_another_key_says_it_once_more_and_then_hangs_up(floor: Floor) -> None:
    floor.agent("aino", AINO)
    floor.calls()
    floor.dispatches()
    agent = floor.rings(AINO).presses("5").hears("Puhelu: asiakaspalvelu.")
    agent.presses("5").has_ended()
    assert floor.outcomes() == ["missed"]


def test_a_caller_who_hangs_up_while_it_rings_lets_the_telephone_fall_silent(
    floor: Floor,
) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    call.hangs_up()
    assert (floor.state("aino"), floor.outcomes()) == ("available", ["caller_gone"])
    floor.dispatches()
    assert floor.last(AINO).ended
    assert floor.legs() == ["over"]


def test_a_caller_who_hangs_up_while_the_agent_listens_is_told_of(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    agent = floor.rings(AINO)
    call.hangs_up()
    floor.dispatches()
    agent.hears("Soittaja ehti sulkea puhelimen.").has_ended()
    assert floor.state("aino") == "available"


def test_a_caller_who_hangs_up_as_the_key_is_pressed_is_told_of(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    agent = floor.rings(AINO)
    call.hangs_up()
    agent.presses("1").hears("Soittaja ehti sulkea puhelimen.").has_ended()
    assert (floor.state("aino"), floor.outcomes()) == ("available", ["caller_gone"])


def test_a_hang_up_that_nobody_told_of_is_found_when_the_key_is_pressed(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    agent = floor.rings(AINO)
    call.leg.end()
    queue = floor.exchange.queues.find("linja")
    assert queue
    queue.leave(call.leg, 0)
    agent.presses("1").hears("Soittaja ehti sulkea puhelimen.").has_ended()
    assert (floor.state("aino"), floor.outcomes()) == ("available", ["caller_gone"])


def test_an_agent_lost_at_once_leaves_the_caller_first_in_the_line(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    since = floor.row(call)["since"]
    agent = floor.meets(call)
    floor.passes(1)
    agent.hangs_up()
    call.hears("Yhteys asiakaspalvelijaan katkesi. Olette jonossa seuraavana.")
    call.is_in_queue("linja")
    assert (floor.row(call)["state"], floor.row(call)["since"]) == ("waiting", since)
    assert (floor.state("aino"), floor.outcomes()) == ("available", ["agent_lost"])
    floor.agent("otto", OTTO)
    floor.meets(call, OTTO)
    assert floor.exchange.problems == []


def test_an_agent_who_hangs_up_during_the_whisper_leaves_the_caller_where_they_were(
    floor: Floor,
) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    floor.rings(AINO).hangs_up()
    assert floor.outcomes() == ["missed"]
    call.is_in_queue("linja")


def test_a_caller_gone_in_the_second_in_which_they_met_is_no_conversation(floor: Floor) -> None:
    floor.agent("aino", AINO)
    call = floor.calls()
    agent = floor.meets(call)
    call.hangs_up()
    agent.hears("Soittaja ehti sulkea puhelimen.").has_ended()
    assert (floor.state("aino"), floor.outcomes()) == ("available", ["caller_gone"])


def test_every_webhook_may_come_twice(floor: Floor) -> None:
    floor.exchange.repeat_webhooks = True
    floor.exchange.callbacks.mode = "twice"
    floor.agent("aino", AINO)
    call = floor.calls()
    agent = floor.meets(call)
    floor.passes(60)
    agent.hangs_up()
    call.hears("Kuulemiin.").has_ended()
    assert (floor.state("aino"), floor.outcomes()) == ("wrap_up", ["done"])
    assert floor.exchange.problems == []
    assert floor.rung(AINO) == 1


def test_statuses_that_never_come_are_asked_for(floor: Floor) -> None:
    floor.exchange.callbacks.mode = "held"
    floor.agent("aino", AINO, phone="no-answer")
    call = floor.calls()
    floor.dispatches()
    assert floor.outcomes() == [""]
    floor.dispatches()
    assert floor.outcomes() == ["missed"]
    assert floor.row(call)["state"] == "waiting"


def test_the_agent_of_the_language_is_rung_and_hears_it_in_it(floor: Floor) -> None:
    floor.agent("aino", AINO)
    floor.agent("svea", SVEA, "service-sv")
    call = floor.calls().presses("8")
    floor.dispatches()
    assert floor.rung(AINO) == 0
    floor.rings(SVEA).hears("Samtal: kundtjänst.").presses("1")
    call.is_with(SVEA).hears("Samtalet kopplas.")


def test_a_telephone_that_cannot_be_rung_is_missed_and_the_next_is_asked(floor: Floor) -> None:
    floor.agent("aino", "+15005550001")
    floor.agent("otto", OTTO)
    call = floor.calls()
    floor.meets(call, OTTO)
    assert floor.outcomes() == ["missed", ""]
    assert floor.legs() == ["over", "placed"]


def test_a_refusal_for_the_moment_is_tried_again_at_once(floor: Floor) -> None:
    floor.exchange.faults.append("429")
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    assert (floor.outcomes(), floor.state("aino")) == (["failed"], "available")
    floor.passes(5)
    floor.meets(call)
    assert floor.outcomes() == ["failed", ""]


def test_an_answer_that_was_lost_rings_nobody_twice(floor: Floor) -> None:
    floor.exchange.faults.append("drop")
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    assert floor.legs() in (["unknown"], ["placed"])
    floor.dispatches()
    assert floor.rung(AINO) == 1
    floor.rings(AINO).presses("1")
    call.is_with(AINO)


def test_a_call_that_was_surely_not_made_is_made_again(floor: Floor) -> None:
    floor.exchange.faults.append("500")
    floor.agent("aino", AINO)
    call = floor.calls()
    floor.dispatches()
    floor.dispatches()
    floor.rings(AINO).presses("1")
    call.is_with(AINO)
    assert floor.rung(AINO) == 1


def test_nobody_else_can_make_these_requests(floor: Floor) -> None:
    for path in ("agent", "agent-key", "agent-status", "agent-done", "agent-gone", "meet"):
        address = f"/voice/{path}/x"
        assert floor.house.client.post(address).status_code == 403
        form = {"CallSid": "CA1", "CallStatus": "in-progress"}
        signed = {"X-Twilio-Signature": sign("12345", "https://ivr.example.fi" + address, form)}
        answer = floor.house.client.post(
            address, data=form, headers=signed, base_url="https://ivr.example.fi"
        )
        assert answer.status_code in (200, 204)


def test_a_team_without_wrap_up_is_available_at_once(floor: Floor) -> None:
    plain = {**TEAMS["service-fi"], "wrap_up": None}
    apply(floor.house.services.engine, {"teams": {**TEAMS, "service-fi": plain}})
    floor.agent("aino", AINO)
    call = floor.calls()
    agent = floor.meets(call)
    floor.passes(60)
    agent.hangs_up()
    assert floor.state("aino") == "available"
