"""Who changed what, and when."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from ivr.db.metadata import Instant, metadata

LONGEST_WHO = 100
LONGEST_ABOUT = 200

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", String(LONGEST_WHO), nullable=False),
    Column("came_by", String(80), nullable=False),
    Column("what", String(48), nullable=False),
    Column("about", String(LONGEST_ABOUT), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Index("ix_audit_at", "at", "id"),
    Index("ix_audit_who", "who", "at", "id"),
    Index("ix_audit_what", "what", "at", "id"),
    Index("ix_audit_about", "about", "at", "id"),
    sqlite_autoincrement=True,
)
"""
Only added to: the database refuses to change a row, or to delete one within a year.

`came_by`: `page`, `api`, or `command` with who is signed in to the machine.
"""
