"""Other versions of a shipped flow."""

from dataclasses import replace

from flows.definition import Bundle
from flows.prompts import Prompt
from ivr.bundles.library import shipped_bundle

FLOW = "customer-service"


def greeted(words: str) -> Bundle:
    """Return the shipped customer service, with another greeting in every language."""
    usual = shipped_bundle(FLOW)
    greeting = Prompt(dict.fromkeys(("fi", "sv", "en"), words))
    return replace(usual, prompts={**usual.prompts, "open.greet.service": greeting})
