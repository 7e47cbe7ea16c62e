"""Published flows, which of them is live, and who published what when."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from ivr.db.metadata import Instant, metadata

bundles = Table(
    "bundles",
    metadata,
    Column("hash", String(16), primary_key=True),
    Column("flow", String(40), nullable=False),
    Column("document", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

live = Table(
    "live",
    metadata,
    Column("flow", String(40), primary_key=True),
    Column("hash", ForeignKey("bundles.hash"), nullable=False),
)

publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("flow", String(40), nullable=False, index=True),
    Column("hash", ForeignKey("bundles.hash"), nullable=False),
    Column("previous_hash", String(16)),
    Column("note", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("restores", ForeignKey("publications.id")),
)
"""One row each time a flow went live. `restores`: it was a rollback to what that row published."""
