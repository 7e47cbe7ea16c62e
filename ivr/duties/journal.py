"""Bring what this machine's processes have noted of calls into the database."""

from ivr.journal.moving import move
from ivr.services import Services

EVERY_SECONDS = 2
EACH_MACHINE = True


def run(services: Services) -> None:
    """Move every line that was written."""
    move(services.settings.data_dir, services.engine)
