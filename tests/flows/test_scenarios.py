"""Every scenario of every shipped flow holds; a flow that breaks one is told where and how."""

from itertools import product

import pytest

from flows.definition import Bundle, Flow, make_bundle, read_flow
from flows.rehearsal import is_key, rehearse
from flows.rehearsal.promise import Walk
from flows.rehearsal.stage import Stage
from flows.scenario import Scenario
from ivr.bundles.library import shipped_bundle, shipped_flows, shipped_prompts

SHIPPED = [
    (flow.name, scenario) for flow in shipped_flows().values() for scenario in flow.scenarios
]

PLAIN = """
spec: 1
name: plain
languages: [fi, sv, en]
start: main
human: person
steps:
  main: {type: menu, prompt: choose, keys: {1: bills, 2: round}, offer_language: false}
  round: {type: menu, prompt: choose, keys: {1: bills}, exits: {exhausted: round}}
  bills: {type: human, topic: bills}
  person: {type: human}
prompts:
  choose: {fi: Laskuista painakaa yksi., sv: Om fakturor tryck ett., en: For bills press one.}
"""


def a_flow(text: str) -> Flow:
    flow = read_flow(text).flow
    assert flow is not None
    return flow


def a_bundle(text: str = PLAIN) -> Bundle:
    flow = a_flow(text)
    return make_bundle(flow.name, {flow.name: flow}, shipped_prompts())


def failure_of(text: str = PLAIN, **fields: object) -> str:
    scenario = Scenario.model_validate({"name": "Bills", "caller": {"language": "fi"}, **fields})
    return str(rehearse(a_bundle(text), scenario) or "")


@pytest.mark.parametrize(
    ("name", "scenario"), SHIPPED, ids=[f"{name}: {s.name}" for name, s in SHIPPED]
)
def test_a_scenario_of_a_shipped_flow_holds(name: str, scenario: Scenario) -> None:
    assert rehearse(shipped_bundle(name), scenario) is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            [{"hears": ["menu.main"]}],
            "beat 1: expected to hear 'menu.main', heard: [choose] Laskuista painakaa yksi.",
        ),
        (
            [{"hears": ["choose"]}, {"hears": ["choose"]}],
            "beat 2: expected to hear 'choose', heard: [choose] Laskuista painakaa yksi.",
        ),
        (
            [{"hears": ["painakaa yksi", "Laskuista"]}],
            "beat 1: expected to hear 'Laskuista', heard: [choose] Laskuista painakaa yksi.",
        ),
        (
            [{"presses": "12"}],
            "beat 1: expected a wait for the digits 12, but one key was asked for",
        ),
        (
            [{"presses": "1"}, {"rings": "faults"}],
            "beat 2: expected 'faults' to be rung, but 'bills' was",
        ),
        (
            [{"rings": "bills"}],
            (
                "beat 1: expected 'bills' to be rung, but a key is waited for; "
                "heard: [choose] Laskuista painakaa yksi."
            ),
        ),
        (
            [{"presses": "0"}, {"presses": "0"}],
            (
                "beat 2: expected a wait for the key 0, but 'any' is being rung; "
                "heard: [transfer.person] Yhdistämme teidät asiakaspalvelijalle. Odottakaa hetki."
            ),
        ),
        (
            [{"answered": True}],
            (
                "beat 1: expected a telephone to ring, but a key is waited for; "
                "heard: [choose] Laskuista painakaa yksi."
            ),
        ),
        (
            [{"presses": "0"}, {"ends": "hangup"}],
            (
                "beat 2: expected the end of the call, but 'any' is being rung; "
                "heard: [transfer.person] Yhdistämme teidät asiakaspalvelijalle. Odottakaa hetki."
            ),
        ),
    ],
)
def test_a_call_that_goes_another_way_is_told_beat_by_beat(
    call: list[object], message: str
) -> None:
    assert failure_of(call=call) == f"Scenario 'Bills', {message}"


def test_words_are_found_across_prompts_and_inside_one_after_its_key() -> None:
    said = "transfer.person", "Yhdistämme teidät", "Odottakaa hetki."
    assert failure_of(call=[{"presses": "0"}, {"hears": said}]) == ""


def test_what_was_heard_before_a_key_is_forgotten_after_it() -> None:
    call = [{"presses": "0"}, {"hears": ["choose"]}]
    assert "beat 2: expected to hear 'choose'" in failure_of(call=call)


def test_the_words_of_the_desk_are_heard_under_the_plain_key() -> None:
    text = PLAIN.replace("human: person", "human: person\ndesk: fault")
    call = [{"silent": True}, {"silent": True}, {"hears": ["menu.none.2"]}]
    assert failure_of(text, call=call) == ""


def test_an_open_scenario_tells_the_way_to_where_silence_goes_on_for_ever() -> None:
    failure = failure_of(always="person")
    assert failure == "Scenario 'Bills': key 2: silence goes on for ever"


def test_an_open_scenario_holds_where_silence_ends() -> None:
    assert (
        failure_of(PLAIN.replace("exhausted: round", "exhausted: person"), always="person") == ""
    )


def test_an_open_scenario_tells_the_way_to_where_the_flow_breaks() -> None:
    text = PLAIN.replace("2: round", "2: told").replace(
        "  round: {type: menu, prompt: choose, keys: {1: bills}, exits: {exhausted: round}}",
        "  told: {type: say, prompts: [whisper.who], next: bills}",
    )
    failure = failure_of(text, always="person")
    assert failure.startswith("Scenario 'Bills': key 2: the flow breaks: MissingSlot(")


def test_an_open_scenario_tells_where_nothing_is_heard() -> None:
    text = PLAIN.replace("Laskuista painakaa yksi.", '" "')
    assert failure_of(text, always="person") == "Scenario 'Bills': at the start: nothing is heard"


def test_an_open_scenario_tells_where_zero_is_no_person() -> None:
    text = PLAIN.replace("human: person", "human: bye").replace(
        "  person: {type: human}", "  person: {type: human}\n  bye: {type: end}"
    )
    failure = failure_of(text, always="person")
    assert failure == "Scenario 'Bills': key 0: expected a person, but the call is over"


def test_without_any_telephone_words_and_the_end_take_the_place_of_a_person() -> None:
    text = PLAIN.replace("exhausted: round", "exhausted: person")
    assert failure_of(text, always="person", telephones=0) == ""


def test_a_flow_that_cannot_be_begun_fails_and_does_not_raise() -> None:
    failure = failure_of(PLAIN.replace("start: main", "start: nowhere"), call=[{"silent": True}])
    assert failure == "Scenario 'Bills': the flow breaks: KeyError('nowhere')"


@pytest.mark.parametrize("name", shipped_flows())
def test_an_open_scenario_comes_to_every_step_that_waits(name: str) -> None:
    been: set[str] = set()
    flow = shipped_flows()[name]
    areas = {"29900": [{"state": "no_eta"}]}
    opens_at = {"opens_at": "2026-11-23T08:00:00+02:00"}
    moods: list[dict[str, object]] = [
        {},
        {"closed": opens_at},
        {"callback": {"number": "+358401110001"}},
        {"line": {"messages": True}},
        {"areas": {"29900": [{"state": "restored"}]}},
    ]
    for places, mood in product(([], ["29900"], ["29900", "33100"]), moods):
        caller = {"customers": bool(places), "places": places}
        world = {"name": "Everywhere", "caller": caller, "areas": areas, **mood}
        world["always"] = "person"
        walk = Walk(Stage(shipped_bundle(name), Scenario.model_validate(world)))
        walk.everywhere()
        been |= {str(step) for where, step, *_ in walk.seen if where == name}
    assert {step for step, model in flow.steps.items() if model.waits} - been == set()


@pytest.mark.parametrize(
    ("expected", "key"),
    [("menu.none.1", True), ("hello", True), ("Hei", False), ("painakaa yksi", False)],
)
def test_words_are_told_from_keys(expected: str, key: bool) -> None:
    assert is_key(expected) is key
