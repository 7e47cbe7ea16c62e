"""Tell sources what callers report: it is still out, though they say that it is repaired."""

from ivr.feeds.fetch import Fetcher
from ivr.feeds.fetch_addresses import read_networks
from ivr.reports.posting import post_due
from ivr.services import Services

EVERY_SECONDS = 5


def run(services: Services) -> None:
    """Post what is due."""
    post_due(services, Fetcher(read_networks(services.settings.linja_poll_networks)))
