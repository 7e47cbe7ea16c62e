"""Whom we never ring, and every call that we made to a customer with what it costs at a guess."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, text

from ivr.db.metadata import Instant, metadata

_OPEN, _OPEN_0 = text("NOT settled"), text("settled = 0")

do_not_ring = Table(
    "do_not_ring",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("call_sid", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)
"""Numbers whose holder has told us never to ring again, and on which call."""

dials = Table(
    "dials",
    metadata,
    Column("attempt_id", String(32), primary_key=True),
    Column("number", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("micros_a_minute", Integer, nullable=False),
    Column("cost_micros", BigInteger, nullable=False),
    Column("settled", Boolean, nullable=False),
    Index("ix_dials_at", "at"),
    Index("ix_dials_number_at", "number", "at"),
    Index("ix_dials_open", "at", sqlite_where=_OPEN_0, postgresql_where=_OPEN),
)
"""
One row per attempt, written with its claim. Money is in millionths of a euro: until the call has
ended, and `settled` says so, what a usual call costs. `number` is emptied with its person.
"""
