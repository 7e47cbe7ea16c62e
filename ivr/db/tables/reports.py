"""What callers told us of outages that are said to be repaired: it is still out."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from ivr.db.metadata import Instant, metadata

still_out_reports = Table(
    "still_out_reports",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", String(20), nullable=False),
    Column("call_sid", String(64), nullable=False),
    Column("line", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("postcode", String(5), nullable=False),
    Column("service", String(20), nullable=False),
    Column("source", String(64), nullable=False),
    Column("outage_id", String(200), nullable=False),
    Column("began_at", Instant),
    Column("restored_at", Instant, nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    Index("ix_still_out_reports_state_due_at", "state", "due_at"),
    Index("ix_still_out_reports_outage", "source", "outage_id"),
    Index("ix_still_out_reports_number", "number"),
    Index("ix_still_out_reports_call_sid", "call_sid"),
)
"""
`number` is who told us (empty: withheld, or erased). `began_at` and `restored_at` are the outage's
own times. `state`: `kept` (the source has no address), `waiting`, `sent`, `failed`. `due_at` is
business time, `lease_until` real time by the database.
"""
