"""Delete recordings at Twilio that nobody may hear any more."""

import structlog
from sqlalchemy import Engine, select, update

from ivr.db.tables.voicemails import DELETED, TO_BE_DELETED, voicemails
from ivr.twilio.recordings import RecordingList

log = structlog.get_logger()
AT_ONCE = 100


def delete_recordings(engine: Engine, listed: RecordingList) -> int:
    """
    Delete what is to be deleted; return how many are gone.

    Deleting twice does no harm, so it is done first and noted afterwards. What cannot be deleted
    now is tried again the next time.
    """
    waits = select(voicemails.c.recording_sid).where(voicemails.c.recording == TO_BE_DELETED)
    with engine.connect().execution_options(readonly=True) as connection:
        sids = list(connection.execute(waits.limit(AT_ONCE)).scalars())
    gone = [sid for sid in sids if listed.delete(sid)]
    if len(gone) < len(sids):
        log.warning("recordings not deleted, trying again", recordings=len(sids) - len(gone))
    if gone:
        with engine.begin() as connection:
            these = voicemails.c.recording_sid.in_(gone)
            connection.execute(update(voicemails).where(these).values(recording=DELETED))
    return len(gone)
