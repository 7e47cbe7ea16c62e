"""What a talk with an agent means for the callbacks that its caller has asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ivr.callbacks.calling_in import hold, release, serve
from ivr.callbacks.settling import finish

Row = Mapping[str, Any]


def took(connection: Connection, row: Row | None, now: datetime) -> None:
    """Let a caller's callbacks not ring while one of ours takes their call."""
    if row and row["kind"] == "call":
        hold(connection, row["ref"], _number(row), row["line"], now)


def tell_of_talk(connection: Connection, row: Row | None, now: datetime) -> None:
    """Close the callbacks of whoever has spoken with a person; let the others' ring again."""
    if row is None or row["kind"] != "call" or row["accepted_at"] is None:
        return
    if row["outcome"] == "done":
        finish(connection, row["ref"], now)
        serve(connection, row["ref"], _number(row), row["line"], now)
    else:
        release(connection, row["ref"], _number(row), row["line"])


def _number(row: Row) -> str:
    return str(row["card"].get("number", ""))
