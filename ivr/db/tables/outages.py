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
    Text,
    text,
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
    Column("major", JSON(none_as_null=True)),
    Column("scope", Text),
    Column("token_scope", Text),
    Column("withheld", Text),
)
"""
`version` counts the pushes and confirmations that changed what we hold of it. `major`: the
services with a major disturbance, and until when a person said so (null: by count). `scope`: what
its settings let it speak of, and `token_scope` its tokens, if all of them are limited (null:
everything); `withheld`: what waits for a second person. These are JSON, read once for each text.
"""

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

WAITS = text("waiting IS NOT NULL")
outages = Table(
    "outages",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("document", JSON, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("closed_as_of", Instant),
    Column("held_as_of", Instant),
    Column("missing_as_of", Instant),
    Column("superseded_at", Instant),
    Column("superseded_by", JSON(none_as_null=True)),
    Column("back_from", Instant),
    Column("waiting", JSON(none_as_null=True)),
    Column("settled_at", Instant, index=True),
    Column("running", String(20)),
    Column("fact", JSON(none_as_null=True)),
    Index("ix_outages_source_open", "source", "open"),
    Index("ix_outages_waiting", "source", sqlite_where=WAITS, postgresql_where=WAITS),
)
"""
`running` is the service of an unplanned outage that is going on, to be counted. `fact` is what
can be heard of it, as in `summaries`; null when a version before this column wrote the row.
"""

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

corrections = Table(
    "corrections",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("change", JSON, nullable=False),
)
"""A person's word on an outage; it stands until a person ends it, whatever its source sends."""

outage_acts = Table(
    "outage_acts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("act", String(20), nullable=False),
    Column("source", String(64), nullable=False),
    Column("id", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
    Index("ix_outage_acts_source_id", "source", "id"),
)
"""Who did what to which outage; only added to."""
