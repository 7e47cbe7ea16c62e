"""Legs of our own people: who accepted which caller."""

from sqlalchemy import Column, String, Table

from ivr.db.metadata import Instant, metadata

legs = Table(
    "legs",
    metadata,
    Column("call_sid", String(64), primary_key=True),
    Column("leg_sid", String(64), primary_key=True),
    Column("team", String(100), nullable=False),
    Column("accepted_at", Instant, nullable=False),
)
"""One row per leg on which the accept key was pressed; `call_sid` is the caller's."""
