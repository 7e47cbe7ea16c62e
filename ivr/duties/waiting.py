"""Let go of whoever waits in the line no more without anybody having been told."""

from ivr.queueing.vanished import let_go
from ivr.services import Services
from ivr.twilio.rest import Rest

EVERY_SECONDS = 60


def run(services: Services) -> None:
    """Ask Twilio for a few of them."""
    if services.settings.twilio_account_sid:
        let_go(services, Rest(services.settings))
