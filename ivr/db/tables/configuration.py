"""Lines, teams, hours and policies, one section a row."""

from sqlalchemy import JSON, Column, Integer, String, Table

from ivr.db.metadata import Instant, metadata

configuration = Table(
    "configuration",
    metadata,
    Column("section", String(40), primary_key=True),
    Column("document", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)
"""`document` is the section as it was written. The highest `version` is the whole's."""

configuration_changes = Table(
    "configuration_changes",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("by", String(100), nullable=False),
    Column("sections", JSON, nullable=False),
    Column("document", JSON, nullable=False),
)
"""Who changed which sections, and the whole as it stood afterwards; only added to."""
