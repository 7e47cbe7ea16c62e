"""How many customers hear an outage, and what each number heard of one last."""

from sqlalchemy import Column, Integer, String, Table

from ivr.db.metadata import Instant, metadata

postcode_customers = Table(
    "postcode_customers",
    metadata,
    Column("postcode", String(5), primary_key=True),
    Column("customers", Integer, nullable=False),
)
"""Counted anew by a duty; a customer with two places counts in both."""

heard_before = Table(
    "heard_before",
    metadata,
    Column("number_hash", String(40), primary_key=True),
    Column("postcode", String(5), primary_key=True),
    Column("service", String(20), primary_key=True),
    Column("key", String(20), nullable=False),
    Column("state", String(30), nullable=False),
    Column("estimate", Instant),
    Column("heard_at", Instant, nullable=False, index=True),
)
"""Kept for a day; the number is kept as a keyed hash, and goes with its person."""
