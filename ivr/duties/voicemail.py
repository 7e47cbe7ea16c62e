"""Find the messages that could not be written down when they were left."""

from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from ivr.twilio.recordings import RecordingList
from ivr.voicemail.reconciling import Strangers, reconcile

EVERY_SECONDS = 600
"""Twilio lists thirty days of recordings each time: seldom enough to be no load."""

_strangers = Strangers()


def run(services: Services) -> None:
    """Compare Twilio's list of recordings with ours."""
    settings = services.settings
    if not settings.twilio_account_sid:
        return
    applied = ConfigurationStore(services.engine).versioned()
    reconcile(services.engine, services.clock, applied, RecordingList(settings), _strangers)
