"""Forget what is kept no longer; the list is `ivr.privacy.periods`."""

from ivr.privacy.periods import forget_old
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Go through the list."""
    forget_old(services.engine, services.settings, services.clock.now())
