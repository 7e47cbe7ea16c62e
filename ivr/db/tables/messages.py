"""Text messages that were promised, every change of their state, and who wants none."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    text,
)

from ivr.db.metadata import Instant, metadata

STILL_OPEN = text("state IN ('waiting', 'due', 'sending', 'unknown')")

repair_messages = Table(
    "repair_messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", String(20), nullable=False),
    Column("asked_by", String(20), nullable=False),
    Column("line", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("postcode", String(5), nullable=False),
    Column("service", String(20), nullable=False),
    Column("outages", JSON, nullable=False),
    Column("call_sid", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("repaired_at", Instant),
    Column("due_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("claimed_at", Instant),
    Column("lease_until", Instant),
    Column("looked_at", Instant),
    Column("looks", Integer, nullable=False),
    Column("sender", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Column("message_sid", String(64), unique=True),
    Column("sent_at", Instant),
    Column("delivered_at", Instant),
    Column("held", Boolean, nullable=False, server_default=false()),
    Index("ix_repair_messages_state_due_at", "state", "due_at"),
    Index("ix_repair_messages_number_asked_at", "number", "asked_at"),
    Index("ix_repair_messages_sent_at", "sent_at"),
    Index("ix_repair_messages_call_sid", "call_sid"),
    Index(
        "uq_repair_messages_open",
        "number",
        "postcode",
        "service",
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    ),
)
"""
`number` gets the message, `asked_by` is who called (empty: withheld); both are emptied when the
person is erased, and `body` with them. `outages` are the `[source, id]` that went on when it was
asked for. `due_at`: not before then, in business time. `claimed_at`, `lease_until` and `looked_at`
are real time by the database. `epoch` rises with each claim, `tries` with each order that was
refused. `sender` and `body` are what the last order said. What is `held` is not sent.
"""

repair_message_events = Table(
    "repair_message_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", ForeignKey("repair_messages.id"), nullable=False, index=True),
    Column("from_state", String(10), nullable=False),
    Column("to_state", String(10), nullable=False),
    Column("why", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
"""One row each time a state changed. `from_state` is empty for the first. `who` did it."""

message_stops = Table(
    "message_stops",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("word", String(20), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Numbers that get no message until they text START. `word` is what told us, `21610` Twilio."""

message_answers = Table(
    "message_answers",
    metadata,
    Column("message_sid", String(64), primary_key=True),
    Column("number", String(20), nullable=False),
    Column("line", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_message_answers_number_at", "number", "at"),
)
"""What we answered to a text, so that a repeated webhook is answered alike; never what it said."""
