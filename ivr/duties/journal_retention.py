"""Delete the journal of calls of long ago."""

from datetime import timedelta

from ivr.journal.store import drop_before
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Keep `LINJA_JOURNAL_DAYS`."""
    kept = timedelta(days=int(services.settings.linja_journal_days))
    drop_before(services.engine, services.clock.now() - kept)
