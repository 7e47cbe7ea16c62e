"""A company's own words for the shared sentences: their draft, and what was published."""

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table, Text, false

from ivr.db.metadata import Instant, metadata

word_revisions = Table(
    "word_revisions",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("changes", JSON, nullable=False),
    Column("author", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("closed", Boolean, nullable=False, server_default=false()),
)
"""
One row each time the draft was saved. `changes`: by prompt its texts by language, or null for
the shipped words. `closed`: it was published or thrown away, and the next save begins anew.
"""

word_versions = Table(
    "word_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("words", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("author", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
"""One row each time own words went live: all of them, by prompt and language. The newest holds."""
