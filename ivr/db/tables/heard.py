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
    Column("number", String(20), primary_key=True),
    Column("call_sid", String(64), primary_key=True),
    Column("postcode", String(5), primary_key=True),
    Column("service", String(20), primary_key=True),
    Column("key", String(20), nullable=False),
    Column("state", String(30), nullable=False),
    Column("estimate", Instant),
    Column("heard_at", Instant, nullable=False, index=True),
)
"""
Kept for a day, and gone with its person. A row for each call, so that a call that is answered
twice hears the same twice.
"""
