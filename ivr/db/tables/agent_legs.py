"""The calls that ring agents: one row per offer, written before the call is asked for."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, false, text

from ivr.db.metadata import Instant, metadata

_LIVE = text("state <> 'over'")

agent_legs = Table(
    "agent_legs",
    metadata,
    Column("offer_id", ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True),
    Column("agent", String(64), nullable=False),
    Column("telephone", String(100), nullable=False),
    Column("shown", String(20), nullable=False),
    Column("state", String(8), nullable=False),
    Column("call_sid", String(64), unique=True),
    Column("claimed_at", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("looked_at", Instant),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("taking", String(8), nullable=False, server_default=""),
    Column("taking_until", Instant),
    Column("held", Boolean, nullable=False, server_default=false()),
    Index("ix_agent_legs_live", "agent", sqlite_where=_LIVE, postgresql_where=_LIVE),
)
"""
`state`: `intent` (about to be asked for), `unknown` (nobody knows whether there is a call),
`placed`, `ending` (we have hung up), `over`. Times are the database's own, not business time.
`taking` the caller out of the queue: empty, `asked` (nobody else asks until `taking_until`), or
`done`. `telephone` and `shown` are the call's two ends, to find it in Twilio's list. `held`: the
caller hears music. An agent whose last call is not over is rung for nobody.
"""
