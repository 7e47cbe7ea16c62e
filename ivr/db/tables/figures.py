"""Sums of what calls came to, by the hour and by the day. Nobody is in them."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from ivr.db.metadata import Instant, metadata

figure_sums = Table(
    "figure_sums",
    metadata,
    Column("span", String(4), primary_key=True),
    Column("name", String(30), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("detail", String(90), primary_key=True),
    Column("line", String(60), primary_key=True),
    Column("team", String(40), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("flow", String(40), primary_key=True),
    Column("bundle", String(16), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""
`span`: `hour`, or `day` in Helsinki, that begins `at`. `name` and `detail`: what is counted
(`ivr/figures/names.py`); `amount` is in seconds, or the sum of what callers answered. `line`,
`team`, `language`, `flow` and `bundle` are empty where they are not known.
"""

figure_hours = Table(
    "figure_hours",
    metadata,
    Column("hour", Instant, primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
)
"""When the sums of an hour were made last; `version` rises each time, so that two do not mix."""
