"""The question that callers are asked after a conversation, and what they answer."""

from sqlalchemy import Column, Index, Integer, String, Table

from ivr.db.metadata import Instant, metadata

surveys = Table(
    "surveys",
    metadata,
    Column("call_sid", String(64), primary_key=True),
    Column("line", String(20), nullable=False),
    Column("number", String(20), nullable=False),
    Column("question", String(20), nullable=False),
    Column("answer", Integer),
    Column("asked_at", Instant, nullable=False, index=True),
    Index("ix_surveys_number_asked_at", "number", "asked_at"),
)
"""
Written before it is asked. `question` and `answer` (1 to 5) come with the key; without one the
caller did not answer. `number` is empty when withheld, and after a week.
"""
