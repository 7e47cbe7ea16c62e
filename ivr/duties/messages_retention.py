"""Forget whom we texted long ago, and who reported that it was still out."""

from datetime import timedelta

from ivr.messages.keeping import forget_before
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Keep numbers for as long as the journal keeps them."""
    kept = timedelta(days=int(services.settings.linja_journal_days))
    forget_before(services.engine, services.clock.now() - kept)
