"""Make a message a callback: whoever left it is rung back, in the order of their call."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from ivr.audit.log import note
from ivr.callbacks.ledger import Request, book
from ivr.callbacks.numbers import judged
from ivr.callbacks.records import Callback
from ivr.callbacks.stopped import has_stopped
from ivr.callbacks.timing import next_ring
from ivr.voicemail.store import Voicemail, close
from routing.configuration import Configuration
from routing.number_policy import RULES, Refused


class NoCallback(Exception):
    """It cannot be made a callback: `line` gone, `number` not rung, `stopped`, or `closed`."""

    def __init__(self, why: Literal["line", "number", "stopped", "closed"], words: str) -> None:
        super().__init__(words)
        self.why = why


def make_callback(
    connection: Connection,
    voicemail: Voicemail,
    configuration: Configuration,
    by: str,
    at: datetime,
) -> Callback:
    """Book the callback and close the message. Raises NoCallback, and then nothing has changed."""
    line = configuration.lines.get(voicemail.line)
    if line is None:
        raise NoCallback("line", "Its line is not configured any more.")
    decided = judged(voicemail.number, configuration)
    if isinstance(decided, Refused):
        raise NoCallback("number", f"Its number may not be rung: {decided.reason}.")
    if has_stopped(connection, decided.e164) and not line.urgent:
        raise NoCallback("stopped", "Whoever has that number told us never to ring it again.")
    request = Request(
        number=decided.e164,
        asked_by=decided.e164,
        line=voicemail.line,
        language=voicemail.language,
        requested_at=voicemail.received_at,
        due_at=next_ring(configuration, line, voicemail.topic, voicemail.language, at),
        topic=voicemail.topic,
        urgent=line.urgent,
        call_sid=voicemail.call_sid,
    )
    why = f"made of voicemail {voicemail.id}, allowed by {RULES}"
    booked = book(connection, request, at, why, by)
    if not close(connection, voicemail, by, f"made a callback: {booked.id}", at):
        raise NoCallback("closed", "It is closed.")
    after = {"callback": booked.id}
    note(connection, who=by, what="voicemail.callback", about=voicemail.id, after=after, at=at)
    return booked
