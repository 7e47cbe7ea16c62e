"""Count the customers of each postcode: how many an outage concerns, and a suspicion."""

from ivr.directory.counts import keep_counts
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Read all customers once an hour."""
    keep_counts(services.engine)
