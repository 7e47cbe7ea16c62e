"""Drafts of flows and their revisions; the text that each published version was made of."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from ivr.db.metadata import Instant, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("flow", String(40), primary_key=True),
    Column("base", String(16)),
    Column("first", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
)
"""
One draft for each flow. `base` is the hash of what was live when it was begun; its revisions
are those from `first` to `revision`.
"""

draft_revisions = Table(
    "draft_revisions",
    metadata,
    Column("flow", String(40), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("author", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Column("restores", Integer),
)
"""One row each time a draft was saved. `restores`: it was an undo to what that revision had."""

fresh_translations = Table(
    "fresh_translations",
    metadata,
    Column("flow", String(40), primary_key=True),
    Column("prompt", String(80), primary_key=True),
    Column("digest", String(16), primary_key=True),
    Column("author", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Somebody has said that these texts of a prompt, by their digest, mean the same."""

flow_sources = Table(
    "flow_sources",
    metadata,
    Column("publication_id", ForeignKey("publications.id"), primary_key=True),
    Column("source", Text),
    Column("author", String(64), nullable=False),
)
"""Who let a version go live, and the file it was read from."""
