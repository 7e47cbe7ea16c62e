"""
Signed messages that were taken, remembered as long as their signature is good.

Standard Webhooks: the `webhook-id` stays the same when a message is sent again. Whoever sends it
again, its source or somebody who listened, hears the first answer, and nothing is applied.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from ivr.db.tables.feeds import source_messages
from ivr.feeds.signatures import TOLERANCE_SECONDS, Signed
from ivr.queue.leases import real_now

APART = timedelta(minutes=1)
"""The clocks of two machines of ours may differ by so much."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a source: an id that comes with another body is another message."""

    source: str
    digest: str
    good_until: datetime


class Repeated(Exception):
    """The message was taken before; `answer` is what was answered then."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("taken before")
        self.answer = answer


def message_of(source: str, signed: Signed, body: bytes) -> Message:
    """Name a message whose signature is good."""
    named = sha256(signed.id.encode("utf-8", "surrogateescape")).digest()
    until = datetime.fromtimestamp(int(signed.timestamp) + TOLERANCE_SECONDS, UTC)
    return Message(source, sha256(named + body).hexdigest(), until)


def answered_before(engine: Engine, message: Message) -> dict[str, Any] | None:
    """
    Return what was answered to a message that was taken, None for a new one.

    Sent again with a newer timestamp, it is remembered as long as that one is good.
    """
    with engine.connect().execution_options(readonly=True) as connection:
        row = connection.execute(select(source_messages).where(_this(message))).mappings().first()
    if row is None:
        return None
    if message.good_until > row["good_until"]:
        with engine.begin() as connection:
            longer = update(source_messages).where(_this(message))
            connection.execute(longer.values(good_until=message.good_until))
    answer: dict[str, Any] = json.loads(row["answer"])
    return answer


def remember(connection: Connection, message: Message, answer: Mapping[str, Any]) -> None:
    """
    Keep what is answered, in the transaction that applies it; drop what has grown too old.

    The source must be locked. Raises Repeated when another process was quicker.
    """
    first = connection.execute(select(source_messages.c.answer).where(_this(message))).scalar()
    if first is not None:
        raise Repeated(json.loads(first))
    too_old = source_messages.c.good_until < real_now(connection) - APART
    connection.execute(delete(source_messages).where(too_old))
    row = {"source": message.source, "digest": message.digest, "good_until": message.good_until}
    connection.execute(insert(source_messages), row | {"answer": json.dumps(dict(answer))})


def _this(message: Message) -> ColumnElement[bool]:
    columns = source_messages.c
    return (columns.source == message.source) & (columns.digest == message.digest)
