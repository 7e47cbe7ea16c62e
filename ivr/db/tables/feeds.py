"""How sources send: their settings, signing secrets, polls, and what of theirs was refused."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from ivr.db.metadata import Instant, metadata

source_settings = Table(
    "source_settings",
    metadata,
    Column("source", ForeignKey("sources.name"), primary_key=True),
    Column("document", Text, nullable=False),
    Column("applied_at", Instant, nullable=False),
)
"""`document` is JSON, and is read as such in one place: `ivr.feeds.settings`."""

source_secrets = Table(
    "source_secrets",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("source", ForeignKey("sources.name"), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant),
)

source_messages = Table(
    "source_messages",
    metadata,
    Column("source", ForeignKey("sources.name"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("good_until", Instant, nullable=False, index=True),
    Column("answer", Text, nullable=False),
)
"""
Signed messages that were taken: `digest` is of the `webhook-id` and the body, `answer` the JSON
that was answered. `good_until` is real time: after it the timestamp is too old to be taken.
"""

source_areas = Table(
    "source_areas",
    metadata,
    Column("source", ForeignKey("sources.name"), primary_key=True),
    Column("key", String(400), primary_key=True),
    Column("area", JSON, nullable=False),
    Column("means", JSON, nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", Instant, nullable=False),
)
"""
What people say that a source means by an area of which no postcode is known: `area` as somebody
saw it, `means` postcodes, ranges and municipalities. `key` is `outage_feed.areas.area_key`.
"""

source_polls = Table(
    "source_polls",
    metadata,
    Column("source", ForeignKey("sources.name"), primary_key=True),
    Column("next_at", Instant, nullable=False, index=True),
    Column("claim", String(32)),
    Column("claimed_until", Instant),
    Column("etag", String(500)),
    Column("last_modified", String(100)),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("result", String(20)),
    Column("problem", Text),
    Column("polled_at", Instant),
)
"""`next_at` and `claimed_until` are real time by the database's clock; `polled_at` is business
time, for people."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", ForeignKey("sources.name"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False, index=True),
    Column("came_by", String(8), nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", String(200), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_quarantine_source_digest", "source", "digest", unique=True),
)
"""`digest` is of what was wrong, so that the same refusal is kept once; `body` is deflated."""
