"""Delete the journal of calls of long ago."""

from datetime import timedelta

from ivr.feeds.heard_before import drop_heard
from ivr.journal.store import drop_before
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Keep `LINJA_JOURNAL_DAYS`, and for a day what each caller heard of outages."""
    kept = timedelta(days=int(services.settings.linja_journal_days))
    now = services.clock.now()
    drop_before(services.engine, now - kept)
    drop_heard(services.engine, now)
