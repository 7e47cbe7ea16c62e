"""Calls, conversations and answers of which figures are made, put into the database."""

from datetime import datetime
from itertools import count

from sqlalchemy import Connection, insert

from ivr.db.tables.accounts import users
from ivr.db.tables.dispatch import agents, offers, waiting, wrap_ups
from ivr.db.tables.journal import call_turns, calls
from ivr.db.tables.surveys import surveys

LINE = "+358931570000"
NAME = "customer-service"
_ids = count(1)


def sits(connection: Connection, at: datetime) -> None:
    """Have Aino be an agent."""
    connection.execute(insert(users), {"name": "aino", "password": "-", "created_at": at})
    times = {"since": at, "idle_since": at, "seen_at": at}
    connection.execute(insert(agents), {"name": "aino", "telephone": "+358931570010", **times})


def called(
    connection: Connection, number: str, at: datetime, *, notices: tuple[str, ...] = ()
) -> str:
    """Have somebody call; return the call's sid."""
    sid = f"CA{next(_ids):032d}"
    row = {"call_sid": sid, "number": number, "line": NAME, "started_at": at}
    connection.execute(insert(calls), row)
    turn = {
        **dict.fromkeys(("language", "flow", "step", "given_kind", "given", "verb", "why"), ""),
        "call_sid": sid,
        "turn": 0,
        "at": at,
        "line": NAME,
        "said": [],
        "notices": list(notices),
    }
    connection.execute(insert(call_turns), turn)
    return sid


def spoke(connection: Connection, sid: str, at: datetime, *, solved: bool | None) -> None:
    """Have the caller speak with Aino, who writes whether it was solved; None: writes nothing."""
    person = {
        "id": sid[-32:],
        "kind": "call",
        "ref": sid,
        "line": LINE,
        "language": "fi",
        "topic": "any",
        "urgent": False,
        "since": at,
        "joined_at": at,
        "state": "left",
        "card": {},
    }
    connection.execute(insert(waiting), person)
    offer = {"id": sid[-32:], "waiting_id": sid[-32:], "agent": "aino", "team": "service-fi"}
    ended = {"state": "ended", "outcome": "done", "made_at": at, "ended_at": at}
    connection.execute(insert(offers), {**offer, **ended})
    if solved is not None:
        written = {"offer_id": sid[-32:], "agent": "aino", "code": "", "note": "", "at": at}
        connection.execute(insert(wrap_ups), {**written, "solved": solved})


def answered(connection: Connection, sid: str, at: datetime, answer: int | None) -> None:
    """Have the caller be asked, and answer by a key, or not."""
    question = "effort" if answer else ""
    row = {"call_sid": sid, "line": LINE, "number": "", "asked_at": at}
    connection.execute(insert(surveys), {**row, "question": question, "answer": answer})
