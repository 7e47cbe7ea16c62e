"""Answers as they are kept: a repeated webhook hears the first one, and nobody gets too many."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from ivr.db.tables.messages import message_answers
from ivr.failpoint import failpoint as point
from ivr.messages.incoming import Answer, Incoming
from ivr.messages.numbers import DAY
from ivr.messages.records import has_stopped
from ivr.messages.stopping import start, stop


def kept_answer(connection: Connection, sid: str) -> str | None:
    """Return what was answered to this text before, None if it is new."""
    query = select(message_answers.c.answer).where(message_answers.c.message_sid == sid)
    found: str | None = connection.execute(query).scalar()
    return found


def keep_answer(
    connection: Connection, incoming: Incoming, answer: Answer, most: int, at: datetime
) -> str:
    """
    Do what the text says, keep what is answered, and return it; empty: nothing is.

    Raises IntegrityError when the same webhook comes twice at once: do it again then.
    """
    there = kept_answer(connection, incoming.sid)
    if there is not None:
        return there
    text = _obeyed(connection, incoming, answer, most, at)
    row = {
        "message_sid": incoming.sid,
        "number": incoming.from_,
        "line": answer.line,
        "kind": answer.kind,
        "answer": text,
        "at": at,
    }
    connection.execute(insert(message_answers).values(row))
    point("message.answer.before-commit")
    return text


def _obeyed(
    connection: Connection, incoming: Incoming, answer: Answer, most: int, at: datetime
) -> str:
    match answer.kind:
        case "stop":
            had_stopped = has_stopped(connection, incoming.from_)
            stop(connection, incoming.from_, answer.word, at)
            return "" if had_stopped else answer.text
        case "start":
            start(connection, incoming.from_)
    quiet = has_stopped(connection, incoming.from_)
    return "" if quiet or _answered_lately(connection, incoming.from_, at) >= most else answer.text


def _answered_lately(connection: Connection, number: str, at: datetime) -> int:
    query = select(func.count()).where(
        message_answers.c.number == number, message_answers.c.at > at - DAY
    )
    return int(connection.execute(query).scalar_one())
