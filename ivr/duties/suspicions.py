"""Suspect a fault where many call and hear no notice."""

from ivr.services import Services
from ivr.suspicions.raising import look

EVERY_SECONDS = 30


def run(services: Services) -> None:
    """Look at the calls of the last quarter of an hour; callers hear nothing of it."""
    look(services)
