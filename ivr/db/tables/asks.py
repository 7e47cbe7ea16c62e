"""What calls asked for and what came of it, so that a repeated webhook does nothing twice."""

from sqlalchemy import JSON, Column, Integer, String, Table

from ivr.db.metadata import Instant, metadata

asks = Table(
    "asks",
    metadata,
    Column("call_sid", String(64), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("input_hash", String(64), nullable=False),
    Column("status", String(10), nullable=False),
    Column("value", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)
"""Written in the transaction of the effect itself: one is never there without the other."""
