"""Ring back whom we have promised to, and find out about calls of which nobody knows."""

from ivr.callbacks.reconciling import doubt_abandoned, reconcile
from ivr.callbacks.ringing import ring_all, ringer_of
from ivr.callbacks.sweeping import sweep
from ivr.queue.bells import CALLBACKS
from ivr.services import Services

EVERY_SECONDS = 5
BELL = CALLBACKS


def run(services: Services) -> None:
    """Doubt first, then look, then ring: nobody is rung again before it is known that we may."""
    if not services.settings.twilio_account_sid:
        return
    ringer = ringer_of(services)
    doubt_abandoned(ringer)
    reconcile(ringer)
    sweep(ringer)
    ring_all(ringer)
