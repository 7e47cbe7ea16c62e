"""Find messages that could not be written down: Twilio's list of recordings has them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError

from ivr.calls.arrival import NoLine, line_called
from ivr.clock import Clock
from ivr.db.chunks import chunks
from ivr.db.tables.voicemails import voicemails
from ivr.journal.store import turns_of
from ivr.queue.leases import real_now
from ivr.twilio.recordings import Parties, Recording, RecordingList
from ivr.voicemail.store import Voicemail, keep
from routing.configuration import Configuration
from routing.lines import Line
from routing.numbers import Number, read_number

log = structlog.get_logger()

LOOKS_BACK = timedelta(days=30)
"""Longer than any holiday on which nobody sees that the database is away."""
IN_PROGRESS = timedelta(minutes=1)
"""What is newer, its own call may still be writing down, and knows more of."""
ANY_TOPIC = "any"


@dataclass
class Strangers:
    """Recordings that nobody left to a line of ours, so that they are looked up only once."""

    version: int = -1
    sids: set[str] = field(default_factory=set)

    def of(self, version: int) -> set[str]:
        """Return them; under another version of the configuration they may be ours."""
        if version != self.version:
            self.version, self.sids = version, set()
        return self.sids


def reconcile(
    engine: Engine,
    clock: Clock,
    applied: tuple[int, Configuration],
    listed: RecordingList,
    strangers: Strangers,
) -> int:
    """
    Write down every message of the last 30 days that is not; return how many there were.

    One that cannot be read stops none of the others, and is tried again the next time.
    """
    version, configuration = applied
    foreign = strangers.of(version)
    with engine.connect().execution_options(readonly=True) as connection:
        now = real_now(connection)
    old_enough = [one for one in listed.since(now - LOOKS_BACK) if now - one.made_at > IN_PROGRESS]
    missed = [one for one in _unknown(engine, old_enough) if one.sid not in foreign]
    kept = 0
    for one in missed:
        try:
            left = _left(configuration, listed.parties(one.call_sid))
        except Exception:
            log.exception("call of a recording not read", call_sid=one.call_sid)
            continue
        if left is None:
            foreign.add(one.sid)
        else:
            kept += _keep(engine, one, left, clock.now() - (now - one.made_at))
    return kept


@dataclass(frozen=True, slots=True)
class _Left:
    line: Line
    number: str


def _unknown(engine: Engine, listed: Sequence[Recording]) -> list[Recording]:
    sids = [one.sid for one in listed]
    known: set[str] = set()
    with engine.connect().execution_options(readonly=True) as connection:
        for some in chunks(sids):
            theirs = voicemails.c.recording_sid.in_(some)
            known.update(connection.scalars(select(voicemails.c.recording_sid).where(theirs)))
    return [one for one in reversed(listed) if one.sid not in known]


def _left(configuration: Configuration, parties: Parties) -> _Left | None:
    """Return the line and who spoke; whom we have called ourselves is the one called."""
    for ours, theirs in ((parties.to, parties.from_), (parties.from_, parties.to)):
        try:
            line = line_called(configuration, ours)
        except NoLine:
            continue
        number = read_number(theirs)
        return _Left(line, number.e164 if isinstance(number, Number) else "")
    return None


def _keep(engine: Engine, one: Recording, left: _Left, received_at: datetime) -> bool:
    try:
        with engine.begin() as connection:
            kept = keep(connection, _voicemail(connection, one, left, received_at))
    except IntegrityError:  # another machine has just kept it
        return False
    if kept:
        log.warning("message found in the list of recordings", call_sid=one.call_sid)
    return kept


def _voicemail(
    connection: Connection, one: Recording, left: _Left, received_at: datetime
) -> Voicemail:
    turns = turns_of(connection, one.call_sid)
    return Voicemail(
        id=secrets.token_hex(8),
        recording=one.address,
        recording_sid=one.sid,
        call_sid=one.call_sid,
        line=left.line.number,
        language=turns[-1].language if turns else left.line.language,
        topic=ANY_TOPIC,
        number=left.number,
        seconds=one.seconds,
        received_at=received_at,
    )
