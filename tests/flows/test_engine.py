"""The laws of the engine: its own keys, its limits, and how a person is reached."""

from dataclasses import replace
from datetime import timedelta

from flows.asks import Notice
from flows.definition import Bundle, make_bundle, read_flow
from flows.engine import Done, resume
from flows.inputs import Silent
from flows.state import Caller
from flows.verbs import Dial, Event, Hangup, Keys, Whisper
from flows.whisper import whisper_script
from flows.world import World
from tests.flows.conversation import (
    NOW,
    Conversation,
    a_line,
    library_prompts,
    shipped,
    two_telephones,
)

FAULT = Notice("k1", "electricity", "eta", at=NOW.replace(hour=19))
MATTI = Caller(customers=1, places=("29900",), language="fi")


def a_flow(steps: str) -> Bundle:
    """A flow of the given steps, with a menu `main` and a person."""
    text = f"""
spec: 1
name: small
languages: [fi, sv, en]
start: first
human: person
steps:
{steps}
  main: {{type: menu, prompt: menu.main, keys: {{1: first, 2: main, 3: main, 4: main}}}}
  person: {{type: human}}
"""
    reading = read_flow(text)
    assert reading.flow is not None, reading.problems
    return make_bundle("small", {"small": reading.flow}, library_prompts())


def test_matti_hears_the_fault_in_his_area_before_any_menu() -> None:
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (FAULT,)})
    assert call.text == (
        "Pohjolan Verkko, asiakaspalvelu. "
        "Asiakaspalvelijalle pääsette milloin tahansa painamalla nollaa. "
        "Asiakastietojen mukaisella postinumeroalueellanne kaksi yhdeksän yhdeksän nolla nolla "
        "on sähkönjakelun häiriö. Arvioitu korjausaika on tänään kello yhdeksäntoista. "
        "Jos asia koskee toista osoitetta, painakaa kaksi. Muissa asioissa painakaa kolme. "
        "Jos näette katkenneen sähköjohdon, painakaa yhdeksän."
    )


def test_zero_rings_a_person_at_once() -> None:
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (FAULT,)}).presses("0")
    assert call.keys == ["transfer.person"]
    assert call.rings == "any-fi"


def test_the_one_who_answers_hears_what_the_caller_heard() -> None:
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (FAULT,)}).presses("0")
    assert isinstance(call.done.turn.then, Dial)
    heard = NOW.replace(hour=19).isoformat()
    expected = Whisper("fi", "asiakaspalvelu", "fi", postcode="29900", heard=heard)
    assert call.done.turn.then.whisper == expected
    script = whisper_script(library_prompts(), expected, NOW)
    assert [speech.key for speech in script] == [
        "whisper.call",
        "whisper.postcode",
        "whisper.heard",
        "whisper.accept",
    ]


def test_the_star_says_the_same_again_without_counting_as_a_mistake() -> None:
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (FAULT,)}).is_silent()
    first = call.text
    assert call.presses("*").text == first
    assert call.done.state.tries == 0


def test_the_star_repeats_a_notice_whole() -> None:
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (FAULT,)}).presses("*")
    assert call.keys[0] == "notice.electricity.eta"


def test_eight_goes_on_in_the_next_language_of_the_line() -> None:
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (FAULT,)}).presses("8")
    assert call.text.startswith("Vi fortsätter på svenska. Enligt våra kunduppgifter")
    assert call.presses("8").text.startswith("We will continue in English.")
    assert call.presses("8").text.startswith("Jatkamme suomeksi.")


def test_nine_says_how_to_stay_safe_and_rings_the_urgent_team() -> None:
    call = Conversation(shipped("customer-service"), MATTI).presses("9")
    assert call.keys == ["danger.act.electricity"]
    assert call.rings == "danger-fi"


def test_nine_is_an_ordinary_wrong_key_on_a_line_without_danger() -> None:
    world = World(NOW, a_line(services=("newspaper",)), two_telephones, {})
    call = Conversation(shipped("delivery"), MATTI, world=world).presses("9")
    assert call.keys[0] == "menu.wrong.1"


def test_a_postcode_and_a_number_that_begin_with_zero_are_data() -> None:
    call = Conversation(shipped("fault-line"), Caller(language="fi"))
    assert call.keys[-1] == "place.ask"
    call.presses("00100")
    assert (call.done.state.place, call.done.state.typed) == ("00100", True)


def test_a_lone_zero_in_digit_entry_is_the_person() -> None:
    call = Conversation(shipped("fault-line"), Caller(language="fi")).presses("0")
    assert call.rings == "faults-fi"


def test_the_next_telephone_rings_when_the_first_does_not_answer() -> None:
    call = Conversation(shipped("customer-service"), MATTI).presses("0")
    call.answered(connected=False)
    assert call.keys == ["queue.agent_next"]
    assert isinstance(call.done.turn.then, Dial)
    assert call.done.turn.then.number == "+358931570011"


def test_when_nobody_answers_the_caller_hears_what_to_do() -> None:
    call = Conversation(shipped("customer-service"), MATTI).presses("0")
    call.answered(connected=False).answered(connected=False)
    assert call.keys == ["end.trouble.callback"]
    assert call.done.turn.then == Keys()
    assert call.done.turn.events == (Event("nobody-answered", "any"),)


def test_after_the_conversation_the_call_ends_with_a_word() -> None:
    call = Conversation(shipped("customer-service"), MATTI).presses("0").answered(connected=True)
    assert call.keys == ["end.bye.short"]
    assert call.done.turn.then == Hangup()


def test_a_loop_without_a_wait_ends_with_a_person() -> None:
    circle = a_flow("""
  first: {type: set, values: {a: b}, next: second}
  second: {type: set, values: {a: c}, next: first}
""")
    call = Conversation(circle, MATTI)
    assert call.rings == "any-fi"
    assert call.done.turn.events == (Event("limit", "moves"),)


def test_after_two_hundred_turns_the_caller_gets_a_person() -> None:
    call = Conversation(shipped("customer-service"), MATTI)
    late = replace(call.done.state, turn=200)
    progress = resume(call.bundle, late, Silent(), call.world)
    assert isinstance(progress, Done)
    assert isinstance(progress.turn.then, Dial)
    assert progress.turn.events == (Event("limit", "turns"),)


def test_past_the_limit_of_turns_each_telephone_rings_once() -> None:
    call = Conversation(shipped("customer-service"), MATTI)
    call.done = replace(call.done, state=replace(call.done.state, turn=200))
    second = call.is_silent().answered(connected=False).done.turn.then
    assert isinstance(second, Dial)
    assert second.number == "+358931570011"
    call.answered(connected=False)
    assert call.keys == ["end.trouble.last"]
    assert call.is_over


def test_past_the_limit_of_turns_a_conversation_that_was_had_ends_the_call() -> None:
    call = Conversation(shipped("customer-service"), MATTI)
    call.done = replace(call.done, state=replace(call.done.state, turn=200))
    call.is_silent().answered(connected=True)
    assert (call.keys, call.done.turn.then) == (["end.bye.short"], Hangup())


def test_an_estimate_that_passes_during_the_call_is_not_repeated_as_a_promise() -> None:
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (FAULT,)})
    call.world = replace(call.world, now=NOW + timedelta(hours=5))
    call.presses("*")
    assert call.keys[0] == "notice.electricity.overdue"


def test_somebody_else_s_place_is_never_named_to_a_shared_number() -> None:
    shared = Caller(customers=2, asked_places=("29900",), language="fi")
    call = Conversation(shipped("customer-service"), shared, {"29900": (FAULT,)})
    assert call.keys[-1] == "place.ask"
    assert "kaksi yhdeksän" not in call.text


def test_a_shared_number_without_a_notice_hears_the_menu() -> None:
    shared = Caller(customers=2, asked_places=("29900",), language="fi")
    call = Conversation(shipped("customer-service"), shared)
    assert "menu.main" in call.keys


def test_a_notice_for_a_service_the_caller_does_not_have_is_not_read() -> None:
    reader = Caller(customers=1, places=("29900",), language="fi", services=("newspaper",))
    call = Conversation(shipped("customer-service"), reader, {"29900": (FAULT,)})
    assert "notice.electricity.eta" not in call.keys


def test_an_outage_of_three_hours_is_apologised_for_once() -> None:
    old = replace(FAULT, since=NOW - timedelta(hours=4))
    call = Conversation(shipped("customer-service"), MATTI, {"29900": (old,)})
    assert call.keys.count("after.sorry") == 1


def test_the_menu_offers_the_next_language_in_its_own_words() -> None:
    call = Conversation(shipped("customer-service"), MATTI)
    assert call.done.turn.says[-1].text == "Om ni vill ha service på svenska, tryck åtta."
    assert call.done.turn.says[-1].language == "sv"


def test_a_call_goes_on_in_a_language_that_its_line_has_since_given_up() -> None:
    call = Conversation(shipped("customer-service"), Caller(customers=1, language="sv"))
    only = {"fi": "Pohjolan Verkko"}
    line = a_line(languages=("fi",), label=only, company=only)
    call.world = replace(call.world, line=line)
    call.presses("*")
    assert call.keys[0] == "menu.main"
    assert call.done.turn.says[0].language == "sv"
    assert call.presses("0").rings == "any-sv"


def test_the_hash_that_ends_a_postcode_is_no_mistake() -> None:
    call = Conversation(shipped("fault-line"), Caller(language="fi"), {"29900": (FAULT,)})
    call.presses("29900")
    heard = call.keys
    call.presses("#")
    assert call.keys == heard
    assert call.done.state.tries == 0
