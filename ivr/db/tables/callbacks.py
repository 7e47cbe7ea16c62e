"""Callbacks, every change of their state, and every call that we made for one."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from ivr.db.metadata import Instant, metadata

STILL_OPEN = text(
    "state IN ('requested', 'due', 'offered', 'ringing', 'unknown', 'waiting_retry', 'connected')"
)
_LIVE = text("state <> 'ended'")

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", String(20), nullable=False),
    Column("asked_by", String(20), nullable=False),
    Column("line", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("place", String(5), nullable=False),
    Column("heard", String(40), nullable=False),
    Column("behalf", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("call_sid", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("requested_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("configured", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("tried_at", Instant),
    Column("epoch", Integer, nullable=False),
    Column("held_until", Instant),
    Index("ix_callbacks_state_due_at", "state", "due_at"),
    Index("ix_callbacks_asked_by", "asked_by"),
    Index("ix_callbacks_requested_at", "requested_at"),
    Index("ix_callbacks_state_requested_at", "state", "requested_at"),
    Index("ix_callbacks_number", "number"),
    Index("ix_callbacks_call_sid", "call_sid"),
    Index(
        "uq_callbacks_open",
        "number",
        "line",
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    ),
)
"""
`number` is rung, `asked_by` is who asked (empty: withheld); both are emptied when the person is
erased. `requested_at` is the start of the original call: the place in the queue. `due_at`: not
before then, in business time, by the configuration of version `configured`. `counted` attempts
were the customer's not answering, the last of them at `tried_at`. `epoch` rises with each claim.
Until `held_until` nobody is rung: a person of ours has taken a call of theirs, or the line is
gone.
"""

callback_events = Table(
    "callback_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("callback_id", ForeignKey("callbacks.id"), nullable=False, index=True),
    Column("from_state", String(20), nullable=False),
    Column("to_state", String(20), nullable=False),
    Column("why", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_callback_events_at", "at"),
)
"""One row each time a state changed. `from_state` is empty for the first. `who` did it."""

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("callback_id", ForeignKey("callbacks.id"), nullable=False, index=True),
    Column("number", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("call_sid", String(64), unique=True),
    Column("at", Instant, nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("placed_at", Instant),
    Column("looked_at", Instant),
    Column("looks", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("answered_at", Instant),
    Column("connected_at", Instant),
    Column("spoke_at", Instant),
    Column("ended_at", Instant),
    Column("reason", String(40), nullable=False),
    Column("shown", String(20)),
    Index(
        "uq_attempts_live_callback",
        "callback_id",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
    Index(
        "uq_attempts_live_number",
        "number",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
    Index("ix_attempts_live", "state", sqlite_where=_LIVE, postgresql_where=_LIVE),
)
"""
`state`: `intent` (written before the call is asked for), `placed`, `unknown`, `ended`. A number
has at most one attempt that has not ended, over all machines. `claimed_at`, `lease_until`,
`placed_at` and `looked_at` are real time by the database, the others business time. `rank` is
how far the call has come by its status callbacks, which arrive in any order. `reason` is how it
ended. `shown` is the number that the customer sees: configurations change, this call does not.
"""

pace = Table(
    "pace",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("next_at", Instant, nullable=False),
)
"""When the next call may be asked for, over all machines: Twilio places one a second."""
