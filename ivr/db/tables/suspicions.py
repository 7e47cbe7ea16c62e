"""Faults that nobody has told us of, suspected from calls; and how many calls are usual."""

from sqlalchemy import Column, Float, Index, Integer, String, Table

from ivr.db.metadata import Instant, metadata

suspicions = Table(
    "suspicions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("postcode", String(5), nullable=False),
    Column("service", String(20), nullable=False),
    Column("raised_at", Instant, nullable=False, index=True),
    Column("since", Instant, nullable=False),
    Column("callers", Integer, nullable=False),
    Column("withheld", Integer, nullable=False),
    Column("usual", Float, nullable=False),
    Column("customers", Integer, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("by", String(100), nullable=False),
    Column("decided_at", Instant),
    Column("reason", String(500), nullable=False),
    Column("notice", String(200), nullable=False),
    Index("ix_suspicions_place", "postcode", "service", "raised_at"),
)
"""
No caller is in it. `since` is the first of the calls, `callers` the most within a quarter of an
hour, `withheld` the calls beside them whose callers nobody can tell apart. `notice` is the id of
the manual notice that it became.
"""

postcode_calls = Table(
    "postcode_calls",
    metadata,
    Column("postcode", String(5), primary_key=True),
    Column("service", String(20), primary_key=True),
    Column("hour", Instant, primary_key=True, index=True),
    Column("callers", Integer, nullable=False),
)
"""
Different callers who heard no notice, by place and full hour; kept for four weeks. A row without
postcode and service says that the hour was counted.
"""
