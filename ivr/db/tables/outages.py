"""Sources, their tokens and outages, and one summary row per postcode."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from ivr.db.metadata import Instant, metadata

sources = Table(
    "sources",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("last_push_at", Instant),
    Column("last_as_of", Instant),
    Column("stale_after_seconds", Integer, nullable=False),
    Column("silent_after_seconds", Integer, nullable=False),
    Column("never_stale", Boolean, nullable=False),
    Column("services", JSON, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
)
"""`version` counts the pushes and confirmations that changed what we hold of it."""

source_tokens = Table(
    "source_tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("source", ForeignKey("sources.name"), nullable=False, index=True),
    Column("scope", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("areas", JSON(none_as_null=True)),
    Column("services", JSON(none_as_null=True)),
)
"""`areas` and `services` are all that it may speak of; null: of everything that its source may."""

outages = Table(
    "outages",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("document", JSON, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("closed_as_of", Instant),
    Column("held_as_of", Instant),
    Index("ix_outages_source_open", "source", "open"),
)

outage_postcodes = Table(
    "outage_postcodes",
    metadata,
    Column("postcode", String(5), primary_key=True),
    Column("source", String(64), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("heard_until", Instant, index=True),
    Index("ix_outage_postcodes_source_id", "source", "id"),
)
"""Only outages that may still be heard; the others need no row to be found by."""

summaries = Table(
    "summaries",
    metadata,
    Column("postcode", String(5), primary_key=True),
    Column("facts", JSON, nullable=False),
)
