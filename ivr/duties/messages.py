"""Text those who wait for a repair, and find out about messages of which nobody knows."""

from ivr.messages.maturing import mature
from ivr.messages.reconciling import doubt_abandoned, reconcile
from ivr.messages.sending import send_due, sender_of
from ivr.services import Services

EVERY_SECONDS = 10


def run(services: Services) -> None:
    """Doubt first, then look, then send: nothing is sent again before it is known that it may."""
    if not services.settings.twilio_account_sid:
        return
    sender = sender_of(services)
    doubt_abandoned(sender)
    reconcile(sender)
    mature(services.engine, sender.rules())
    send_due(sender)
