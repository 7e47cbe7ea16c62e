"""Seal sources' secrets with today's key."""

from ivr.feeds.settings_store import renew_headers
from ivr.feeds.signatures import renew_secrets
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """An old `SECRET_KEY` may be forgotten an hour later."""
    keys = services.settings.secret_keys
    if len(keys) > 1:
        with services.engine.begin() as connection:
            renew_secrets(connection, keys)
            renew_headers(connection, keys)
