"""Drop what was refused or ended long ago, and seal sources' secrets with today's key."""

from datetime import timedelta

from ivr.feeds.quarantine import drop_before
from ivr.feeds.retention import drop_ended
from ivr.feeds.settings_store import renew_headers
from ivr.feeds.signatures import renew_secrets
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Keep `LINJA_QUARANTINE_DAYS`; an old `SECRET_KEY` may be forgotten an hour later."""
    kept = timedelta(days=int(services.settings.linja_quarantine_days))
    now = services.clock.now()
    drop_before(services.engine, now - kept)
    drop_ended(services.engine, now)
    keys = services.settings.secret_keys
    if len(keys) > 1:
        with services.engine.begin() as connection:
            renew_secrets(connection, keys)
            renew_headers(connection, keys)
