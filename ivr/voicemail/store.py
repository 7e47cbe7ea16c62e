"""Messages as they are kept: open until somebody of ours closes them with their name."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from flows.asks import KeepVoicemail, Outcome
from ivr.audit.log import note as audited
from ivr.calls.ports import Asked
from ivr.db.tables.voicemails import voicemails

OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class Voicemail:
    """One row of `voicemails`, as that table describes it."""

    id: str
    recording: str
    recording_sid: str
    call_sid: str
    line: str
    language: str
    topic: str
    number: str
    seconds: int
    received_at: datetime
    state: str = OPEN
    closed_by: str = ""
    closed_at: datetime | None = None
    note: str = ""


def keep_voicemail(connection: Connection, asked: Asked, ask: KeepVoicemail) -> Outcome:
    """Keep a recording that a caller made; keeping it again changes nothing."""
    if not ask.recording:
        return Outcome("failed")
    state = asked.state
    made = Voicemail(
        id=secrets.token_hex(8),
        recording=ask.recording,
        recording_sid=sid_of(ask.recording),
        call_sid=asked.call_sid,
        line=state.line,
        language=state.language,
        topic=ask.topic,
        number=state.caller.number,
        seconds=ask.seconds,
        received_at=asked.now,
    )
    keep(connection, made)
    return Outcome("done")


def keep(connection: Connection, made: Voicemail) -> bool:
    """Write a message down, unless its recording is known; False if it is."""
    there = select(voicemails.c.id).where(voicemails.c.recording_sid == made.recording_sid)
    if connection.execute(there).first():
        return False
    row = {name: getattr(made, name) for name in Voicemail.__dataclass_fields__}
    connection.execute(insert(voicemails).values(row))
    return True


def listed(connection: Connection, *, all_of_them: bool = False) -> list[Voicemail]:
    """Return the open ones, or all of them, oldest first."""
    query = select(voicemails).order_by(voicemails.c.received_at, voicemails.c.id)
    if not all_of_them:
        query = query.where(voicemails.c.state == OPEN)
    return [_read(row) for row in connection.execute(query)]


def find(connection: Connection, voicemail_id: str) -> Voicemail | None:
    """Return a message, None if there is none of this id."""
    query = select(voicemails).where(voicemails.c.id == voicemail_id)
    row = connection.execute(query.with_for_update()).first()
    return _read(row) if row else None


def close(connection: Connection, voicemail: Voicemail, by: str, note: str, at: datetime) -> bool:
    """Close it; False if somebody has closed it before."""
    still_open = (voicemails.c.id == voicemail.id, voicemails.c.state == OPEN)
    closed = {"state": DONE, "closed_by": by, "note": note, "closed_at": at}
    done = connection.execute(update(voicemails).where(*still_open).values(closed)).rowcount == 1
    if done:  # the note stays with the message: it may name the caller
        audited(connection, who=by, what="voicemail.closed", about=voicemail.id, at=at)
    return done


def sid_of(recording: str) -> str:
    """Return the last part of a recording's address: its sid (Twilio: RecordingUrl)."""
    return recording.rstrip("/").rsplit("/", maxsplit=1)[-1].partition(".")[0]


def _read(row: Row[Any]) -> Voicemail:
    return Voicemail(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it
