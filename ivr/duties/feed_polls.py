"""Ask the sources that do not push."""

from ivr.feeds.polling_run import poll_due
from ivr.queue.bells import POLL
from ivr.services import Services

EVERY_SECONDS = 5
BELL = POLL


def run(services: Services) -> None:
    """Ask every source that is due."""
    poll_due(services)
