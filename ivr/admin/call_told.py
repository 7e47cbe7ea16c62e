"""One call with all that was heard in it, who took it, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from ivr.admin.callback_life import offers_of
from ivr.callbacks.records import Attempt, attempt_on
from ivr.db.tables.callbacks import callbacks
from ivr.db.tables.dispatch import waiting
from ivr.db.tables.journal import calls
from ivr.db.tables.legs import legs
from ivr.db.tables.messages import repair_messages
from ivr.db.tables.reports import still_out_reports
from ivr.db.tables.surveys import surveys
from ivr.db.tables.voicemails import voicemails
from ivr.journal.store import Turns, turns_of


@dataclass(frozen=True, slots=True)
class CallTold:
    """`call` is a row of `calls`, `wait` one of `waiting`; the others rows of their tables."""

    call: Row[Any]
    turns: Turns
    wait: Row[Any] | None
    offers: Sequence[Row[Any]]
    legs: Sequence[Row[Any]]
    attempt: Attempt | None
    """Of the callback that this call was, when we rang."""
    callbacks: Sequence[Row[Any]]
    messages: Sequence[Row[Any]]
    voicemails: Sequence[Row[Any]]
    reports: Sequence[Row[Any]]
    surveys: Sequence[Row[Any]]

    @property
    def ended_at(self) -> datetime | None:
        """Tell when it ended; None: it goes on, or nobody told us."""
        ours = self.attempt.ended_at if self.attempt else None
        at: datetime | None = self.call.ended_at
        return at or ours

    @property
    def is_erased(self) -> bool:
        """Is the number gone because its person is? Of who withholds it, the places are none."""
        return not self.call.number and self.call.places is None


def call_told(connection: Connection, sid: str) -> CallTold | None:
    """Read it; None if the journal has no such call."""
    call = connection.execute(select(calls).where(calls.c.call_sid == sid)).first()
    if call is None:
        return None
    return CallTold(
        call=call,
        turns=turns_of(connection, sid),
        wait=connection.execute(select(waiting).where(waiting.c.ref == sid)).first(),
        offers=offers_of(connection, sid),
        legs=_of_call(connection, legs, sid),
        attempt=attempt_on(connection, sid),
        callbacks=_of_call(connection, callbacks, sid),
        messages=_of_call(connection, repair_messages, sid),
        voicemails=_of_call(connection, voicemails, sid),
        reports=_of_call(connection, still_out_reports, sid),
        surveys=_of_call(connection, surveys, sid),
    )


def _of_call(connection: Connection, table: Table, sid: str) -> Sequence[Row[Any]]:
    return connection.execute(select(table).where(table.c.call_sid == sid)).all()
