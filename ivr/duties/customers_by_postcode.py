"""Count the customers of each postcode, where an outage of very many waits for a person."""

from ivr.directory.counts import keep_counts
from ivr.feeds.waiting import anybody_waits
from ivr.services import Services

EVERY_SECONDS = 3600


def run(services: Services) -> None:
    """Read all customers once an hour, but only if a source is set so."""
    if anybody_waits(services.engine):
        keep_counts(services.engine)
