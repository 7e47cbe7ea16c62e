"""Offer whoever waits to our agents, and see to it that every offer ends."""

from ivr.dispatch.run import dispatch_due
from ivr.queue.bells import DISPATCH
from ivr.services import Services

EVERY_SECONDS = 1
BELL = DISPATCH


def run(services: Services) -> None:
    """Hand over, sweep, and ring."""
    if services.settings.twilio_account_sid:
        dispatch_due(services)
