"""Delete calls that no cap counts any more."""

from ivr.callbacks.caps import drop_dials
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Keep a week and a day."""
    with services.engine.begin() as connection:
        drop_dials(connection, services.clock.now())
