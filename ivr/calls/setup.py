"""Put the parts of answering calls together, once per process."""

from collections.abc import Callable

from flask import Blueprint

from ivr.callbacks.legs import CallbackAnswering
from ivr.calls.answering import Answering
from ivr.calls.documents import Documents
from ivr.calls.last_words import last_words
from ivr.calls.ports import Ports, Threads
from ivr.calls.seal import Sealer
from ivr.calls.voices import voices_of
from ivr.calls.webhooks import voice_blueprint
from ivr.clock import Clock
from ivr.legs.answering import LegAnswering
from ivr.queueing.answering import QueueAnswering
from ivr.settings import Settings
from ivr.twilio.signature import Signatures


def open_voice(
    settings: Settings,
    clock: Clock,
    ports: Ports,
    threads: Threads,
    sound: Callable[[str], str],
) -> tuple[Blueprint, Answering]:
    """
    Return the voice addresses, and the answering behind them. Raises ValueError on no keys.

    `sound` gives the address of a recording that is at hand, else nothing.
    """
    voices = voices_of(settings)
    fallback = settings.linja_fallback_number
    documents = Documents(Sealer(settings.secret_keys), voices, settings.public_url, sound)
    words = last_words(ports.prompts, voices, fallback)
    answering = Answering(ports, threads, clock, documents, words, fallback)
    legs = LegAnswering(ports, threads, clock, documents, answering.conversation.flows)
    rung = CallbackAnswering(ports, threads, clock, documents, answering)
    queue = QueueAnswering(ports, threads, clock, documents, answering.conversation)
    signatures = Signatures(settings.public_url, settings.auth_tokens)
    return voice_blueprint(signatures, answering, legs, rung, queue), answering
