"""Delete at Twilio the recordings that nobody may hear any more."""

from ivr.privacy.recordings import delete_recordings
from ivr.services import Services
from ivr.twilio.recordings import RecordingList

EVERY_SECONDS = 60


def run(services: Services) -> None:
    """Delete what waits."""
    if services.settings.twilio_account_sid:
        delete_recordings(services.engine, RecordingList(services.settings))
