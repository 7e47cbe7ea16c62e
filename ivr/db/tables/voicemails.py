"""Messages that callers left, until somebody of ours closes them."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from ivr.db.metadata import Instant, metadata

TO_BE_DELETED, DELETED = "", "-"

voicemails = Table(
    "voicemails",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("recording", Text, nullable=False),
    Column("recording_sid", String(64), nullable=False, unique=True),
    Column("call_sid", String(64), nullable=False),
    Column("line", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("number", String(20), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", String(4), nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("closed_at", Instant),
    Column("note", Text, nullable=False),
    Index("ix_voicemails_call_sid", "call_sid"),
    Index("ix_voicemails_state_received_at", "state", "received_at"),
)
"""
`state`: `open` or `done`. `number` is empty for a withheld caller.
`recording` is its address at Twilio, or says that it is to be deleted there, or has been.
"""
