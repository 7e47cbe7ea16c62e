"""Sum up what calls came to, so that figures are quick however many calls there were."""

from ivr.figures.rolling import roll_up
from ivr.services import Services

EVERY_SECONDS = 60


def run(services: Services) -> None:
    """Make the hours that are due."""
    days = int(services.settings.linja_journal_days)
    roll_up(services.engine, services.clock.now(), days)
