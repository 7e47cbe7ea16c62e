"""Recordings of sentences. What is played never changes: another recording has another id."""

from sqlalchemy import Column, Float, LargeBinary, String, Table

from ivr.db.metadata import Instant, metadata

sounds = Table(
    "sounds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("wav", LargeBinary, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("author", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
"""
`id` is the beginning of the SHA-256 of `wav`. Which sentence a sound says stands in the flows; it
is kept as long as their versions are.
"""
