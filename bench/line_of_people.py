"""A line of people in a database of its own: one agent, and as many callbacks as one likes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from ivr.callbacks.waking import Rules
from ivr.db.bulk import insert_rows
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.db.tables.accounts import users
from ivr.db.tables.callbacks import callback_events, callbacks
from ivr.db.tables.dispatch import waiting, waiting_teams
from ivr.dispatch.agents import choose_state, keep_agent
from routing.configuration import read_configuration

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LINE = "+358931570000"
CAPS = {"number_a_day": 1000, "an_hour": 100_000, "euros_a_day": 1_000_000}
"""Nothing is in the way but the claims themselves."""
TEAMS = {"service": {"language": "fi", "desk": True}}


def number(which: int) -> str:
    """Return somebody's number."""
    return f"+35840{which:07}"


def rules(first: str) -> Rules:
    """Return what decides, on a line that rings this one first."""
    line = {"name": "line", "flow": "customer-service", "services": ["electricity"]}
    sections = {
        "company": {"fi": "Yhtiö", "sv": "Bolaget", "en": "The company"},
        "lines": {LINE: {**line, "callbacks": first}},
        "teams": TEAMS,
        "callbacks": {"caps": CAPS},
    }
    return Rules(read_configuration(sections), 1, NOW)


def database(path: Path) -> Engine:
    """Make an empty one."""
    engine = open_engine(f"sqlite:///{path}")
    create_schema(engine)
    return engine


def seat(engine: Engine) -> None:
    """Have one agent who is free."""
    with engine.begin() as connection:
        connection.execute(insert(users), {"name": "aino", "password": "-", "created_at": NOW})
        keep_agent(connection, "aino", "sip:aino@example.fi", ["service"], NOW)
        choose_state(connection, "aino", "available", NOW)


def fill(engine: Engine, many: int, state: str, first: int = 0) -> None:
    """Have so many callbacks be open, and stand in the line if they are offered."""
    numbers = range(first, first + many)
    asked = [NOW - timedelta(seconds=many, milliseconds=-number) for number in numbers]
    rows = list(zip(numbers, asked, strict=True))
    with engine.begin() as connection:
        insert_rows(connection, callbacks, [_callback(n, at, state) for n, at in rows])
        insert_rows(
            connection,
            callback_events,
            [(n + 1, f"{n:016}", "", state, "asked", "caller", at) for n, at in rows],
        )
        if state == "offered":
            insert_rows(connection, waiting, [_waits(n, at) for n, at in rows])
            places = [(f"{n:032}", "service", True, 1, at, at) for n, at in rows]
            insert_rows(connection, waiting_teams, places)


def _callback(which: int, at: datetime, state: str) -> tuple[Any, ...]:
    row = {
        "id": f"{which:016}",
        "number": number(which),
        "asked_by": number(which),
        "line": LINE,
        "language": "fi",
        "topic": "any",
        "place": "",
        "heard": "",
        "behalf": False,
        "urgent": False,
        "call_sid": "",
        "state": state,
        "reason": "",
        "requested_at": at,
        "due_at": at,
        "configured": 1,
        "counted": 0,
        "tried_at": None,
        "epoch": 0,
        "held_until": None,
    }
    return tuple(row[column.name] for column in callbacks.columns)


def _waits(which: int, at: datetime) -> tuple[Any, ...]:
    row = {
        "id": f"{which:032}",
        "kind": "callback",
        "ref": f"{which:016}",
        "line": LINE,
        "language": "fi",
        "topic": "any",
        "urgent": False,
        "since": at,
        "joined_at": at,
        "state": "waiting",
        "left_why": "",
        "chosen": "",
        "card": {},
    }
    return tuple(row.get(column.name) for column in waiting.columns)
