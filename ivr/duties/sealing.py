"""Seal with today's key what an older one has sealed: secrets of sources and second factors."""

from ivr.accounts.totp import renew_second_factors
from ivr.feeds.settings_store import renew_headers
from ivr.feeds.signatures import renew_secrets
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """An old `SECRET_KEY` may be forgotten an hour later, and twelve hours for calls."""
    keys = services.settings.secret_keys
    if len(keys) > 1:
        with services.engine.begin() as connection:
            renew_secrets(connection, keys)
            renew_headers(connection, keys)
            renew_second_factors(connection, keys)
