"""Ask one question after a conversation, keep the answer, and ask nobody twice in a week."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select, update

from flows.asks import BeginSurvey, KeepRating, Outcome
from ivr.calls.ports import Asked
from ivr.db.tables.surveys import surveys

BETWEEN = timedelta(days=7)


def begin_survey(connection: Connection, asked: Asked, _ask: BeginSurvey) -> Outcome:
    """
    Keep that this caller is asked; `refused` if they were within a week, on whatever line.

    Withheld callers are nobody: each of them may be asked.
    """
    number = asked.state.caller.number
    if number and _was_asked(connection, number, asked.now):
        return Outcome("refused")
    row = {
        "call_sid": asked.call_sid,
        "line": asked.state.line,
        "number": number,
        "question": "",
        "asked_at": asked.now,
    }
    connection.execute(insert(surveys).values(row))
    return Outcome("done")


def keep_rating(connection: Connection, asked: Asked, ask: KeepRating) -> Outcome:
    """Keep what they answered; `refused` when they were not asked."""
    answer = {"question": ask.question, "answer": ask.answer}
    kept = update(surveys).where(surveys.c.call_sid == asked.call_sid).values(answer)
    return Outcome("done" if connection.execute(kept).rowcount else "refused")


def forget_surveyed(connection: Connection, numbers: Collection[str]) -> None:
    """Empty these numbers; the answers stay."""
    theirs = update(surveys).where(surveys.c.number.in_(numbers))
    connection.execute(theirs.values(number=""))


def forget_asked_before(engine: Engine, before: datetime) -> None:
    """Empty the numbers of whoever was asked before then; the answers stay."""
    old = (surveys.c.asked_at < before, surveys.c.number != "")
    with engine.begin() as connection:
        connection.execute(update(surveys).where(*old).values(number=""))


def _was_asked(connection: Connection, number: str, now: datetime) -> bool:
    since = (surveys.c.number == number, surveys.c.asked_at > now - BETWEEN)
    return connection.execute(select(surveys.c.call_sid).where(*since)).first() is not None
