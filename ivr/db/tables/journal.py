"""What was said and pressed in calls, for people to look at. Nothing is decided by it."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from ivr.db.metadata import Instant, metadata

calls = Table(
    "calls",
    metadata,
    Column("call_sid", String(64), primary_key=True),
    Column("number", String(20), nullable=False, index=True),
    Column("line", String(60), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("places", JSON(none_as_null=True)),
    Column("services", JSON(none_as_null=True)),
    Column("ended_at", Instant),
    Index("ix_calls_started_at", "started_at"),
    Index("ix_calls_line_started_at", "line", "started_at"),
)
"""
`number` is the caller's, empty when withheld, unreadable or erased; it is nowhere else. `places`
are the postcodes of the one customer who has it, `services` theirs (empty: all); null: not known.
`ended_at` is what Twilio told; null: it goes on, or nobody told us.
"""

call_turns = Table(
    "call_turns",
    metadata,
    Column("call_sid", String(64), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("line", String(60), nullable=False),
    Column("language", String(2), nullable=False),
    Column("flow", String(40), nullable=False),
    Column("step", String(40), nullable=False),
    Column("given_kind", String(10), nullable=False),
    Column("given", String(60), nullable=False),
    Column("said", JSON, nullable=False),
    Column("verb", String(60), nullable=False),
    Column("why", String(40), nullable=False),
    Column("notices", JSON, nullable=False),
    Column("bundle", String(16), nullable=False, server_default=""),
)
"""
One row a turn: what came in (`given_kind`: `call`, `key`, `digits`, `silence`, `dial`, `record`,
`rescue` when nothing is known of it) and what was answered. `said`: `[{"key", "language",
"text"}]`; `why`: how the language came about. `bundle`: the hash of the flows and words that it
was said in; empty: not known.
"""
