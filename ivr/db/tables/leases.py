"""Who does what at the moment, of several machines that could."""

from sqlalchemy import Column, String, Table

from ivr.db.metadata import Instant, metadata

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("until", Instant, nullable=False),
)
"""`until` is real time by the database's clock, never business time."""
