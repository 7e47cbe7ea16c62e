"""Lines, teams, hours and policies, one section a row."""

from sqlalchemy import JSON, Column, Integer, String, Table

from ivr.db.metadata import metadata

configuration = Table(
    "configuration",
    metadata,
    Column("section", String(40), primary_key=True),
    Column("document", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)
"""`document` is the section as it was written. The highest `version` is the whole's."""
