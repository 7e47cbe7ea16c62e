"""A scenario that quotes a sentence, when the sentence is worded differently."""

from dataclasses import replace

from flows.prompts import Prompt
from flows.rehearsal import rehearse
from flows.rehearsal.rewording import by_key
from flows.scenario import Scenario
from ivr.bundles.library import shipped_bundle

KEY = "open.greet.fault"
SHIPPED = shipped_bundle("fault-line")
OURS = {**SHIPPED.prompts[KEY].text, "fi": "{company}, viat."}
REWORDED = replace(SHIPPED, prompts={**SHIPPED.prompts, KEY: Prompt(OURS)})


def quotes(*words: str) -> Scenario:
    return Scenario.model_validate(
        {"name": "Quotes", "caller": {"language": "fi"}, "call": [{"hears": list(words)}]}
    )


def named(*words: str) -> list[str] | None:
    found = by_key(SHIPPED, quotes(*words), {KEY})
    return found.call[0].hears if found else None


def test_a_quotation_is_named_by_its_prompt_and_then_holds() -> None:
    scenario = quotes("vikapalvelu ympäri vuorokauden", "open.person.fault")
    assert rehearse(REWORDED, scenario) is not None
    reworded = by_key(SHIPPED, scenario, {KEY})
    assert reworded is not None
    assert rehearse(REWORDED, reworded) is None


def test_two_quotations_of_a_sentence_name_it_once() -> None:
    assert named("vikapalvelu ympäri", " vuorokauden") == [KEY]
    assert named("open.greet", "ympäri vuorokauden") == ["open.greet"]


def test_what_is_quoted_of_other_sentences_stays_quoted() -> None:
    assert named("vikapalvelu ympäri", "milloin tahansa") == [KEY, "milloin tahansa"]


def test_a_scenario_that_does_not_hold_is_not_reworded() -> None:
    assert named("sanoja joita ei ole") is None
