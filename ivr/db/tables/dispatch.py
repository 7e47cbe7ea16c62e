"""Who waits for a person, which agents there are, and who was offered to whom."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from ivr.db.metadata import Instant, metadata

_LIVE = text("state <> 'ended'")
_WAITING, _WAITING_1 = text("waits"), text("waits = 1")
_FREE, _FREE_1 = text("free"), text("free = 1")
"""SQLite uses a partial index only where a query repeats its condition to the letter."""

agents = Table(
    "agents",
    metadata,
    Column("name", ForeignKey("users.name", ondelete="CASCADE"), primary_key=True),
    Column("telephone", String(100), nullable=False),
    Column("state", String(10), nullable=False, server_default="away"),
    Column("since", Instant, nullable=False),
    Column("idle_since", Instant, nullable=False),
    Column("until", Instant),
    Column("missed", Integer, nullable=False, server_default="0"),
    Column("seen_at", Instant, nullable=False),
    Index("ix_agents_state_idle_since", "state", "idle_since"),
)
"""
`telephone` is a number in E.164, `sip:…` or `client:…`. `state`: `away`, `available`, `offered`,
`busy`, `wrap_up` (until `until`). `missed` offers in a row; `seen_at`: their desk last asked.
"""

agent_teams = Table(
    "agent_teams",
    metadata,
    Column("name", ForeignKey("agents.name", ondelete="CASCADE"), primary_key=True),
    Column("team", String(40), primary_key=True),
    Column("free", Boolean, nullable=False),
    Column("idle_since", Instant, nullable=False),
    Index(
        "ix_agent_teams_free",
        "team",
        "idle_since",
        "name",
        sqlite_where=_FREE_1,
        postgresql_where=_FREE,
    ),
)
"""`free` and `idle_since` are those of the agent: a decision reads the head of an index."""

waiting = Table(
    "waiting",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("ref", String(64), nullable=False, unique=True),
    Column("line", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("left_at", Instant),
    Column("left_why", String(20), nullable=False, server_default=""),
    Column("queue_sid", String(64)),
    Column("chosen", String(20), nullable=False, server_default=""),
    Column("told_seconds", Integer),
    Column("met_at", Instant),
    Column("asked_at", Instant),
    Column("card", JSON, nullable=False),
    Column("call_state", JSON),
    Index("ix_waiting_state", "state"),
)
"""
`kind`: `call` or `callback`; `ref` its call's sid or its id. `since` is the time of the original
call: the place in the line. `state`: `waiting`, `offered`, `talking`, `left` (and `left_why`).
`chosen` is what the caller asked for while waiting. `told_seconds`: the first estimate they heard.
`asked_at`: when Twilio was asked whether they are still there (`ivr/queueing/vanished.py`).
`card` is what the agent sees. `call_state` is how the call goes on after the meeting: see
`ivr/queueing/kept.py`.
"""

waiting_teams = Table(
    "waiting_teams",
    metadata,
    Column("waiting_id", ForeignKey("waiting.id", ondelete="CASCADE"), primary_key=True),
    Column("team", String(40), primary_key=True),
    Column("waits", Boolean, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("from_at", Instant, nullable=False),
    Index(
        "ix_waiting_teams_order",
        "rank",
        "since",
        "team",
        sqlite_where=_WAITING_1,
        postgresql_where=_WAITING,
    ),
    Index(
        "ix_waiting_teams_place",
        "team",
        "rank",
        "since",
        sqlite_where=_WAITING_1,
        postgresql_where=_WAITING,
    ),
)
"""One line of people per team: urgent ones have rank 0, others 1. `waits` only while they do."""

offers = Table(
    "offers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("waiting_id", ForeignKey("waiting.id"), nullable=False, index=True),
    Column("agent", ForeignKey("agents.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("team", String(40), nullable=False),
    Column("state", String(8), nullable=False),
    Column("outcome", String(12), nullable=False, server_default=""),
    Column("leg_sid", String(64), unique=True),
    Column("made_at", Instant, nullable=False),
    Column("accepted_at", Instant),
    Column("met_at", Instant),
    Column("ended_at", Instant),
    Index("ix_offers_ended_at", "ended_at"),
    Index(
        "uq_offers_live_agent",
        "agent",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
    Index(
        "uq_offers_live_waiting",
        "waiting_id",
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    ),
)
"""
`state`: `made` (their telephone is to ring), `ringing`, `accepted` (our key was pressed), `met`,
`ended`. An agent has one live offer, and so has a person who waits. `outcome`: `missed`,
`declined`, `caller_gone`, `agent_lost`, `failed`, `done`.
"""

wrap_ups = Table(
    "wrap_ups",
    metadata,
    Column("offer_id", ForeignKey("offers.id"), primary_key=True),
    Column("agent", String(64), nullable=False),
    Column("code", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("solved", Boolean),
    Column("at", Instant, nullable=False),
)
"""What an agent wrote after a conversation. `solved`: at once, or not; None: not said."""
