"""A scenario that quotes a sentence, when the sentence is worded differently."""

from dataclasses import replace

from flows.definition import Bundle
from flows.prompts import Prompt
from flows.rehearsal import rehearse
from flows.rehearsal.quotes import by_key
from flows.scenario import Scenario
from ivr.bundles.library import shipped_bundle

SHIPPED = shipped_bundle("fault-line")
KEY = "menu.fault_line"
QUOTING = Scenario.model_validate(
    {
        "name": "Quotes the menu twice",
        "caller": {"language": "fi"},
        "call": [{"hears": ["greet", KEY]}, {"presses": "0"}, {"rings": "faults"}],
    }
)


def _quoting(*words: str) -> Scenario:
    beats = [{"hears": list(words)}]
    return Scenario.model_validate({"name": "Quotes", "call": beats})


def _worded(text: str) -> Bundle:
    key = "open.greet.fault"
    shipped = SHIPPED.prompts[key]
    return replace(SHIPPED, prompts={**SHIPPED.prompts, key: Prompt({**shipped.text, "fi": text})})
