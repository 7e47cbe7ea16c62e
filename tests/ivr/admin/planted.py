"""Calls and callbacks to look at."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from ivr.callbacks.ledger import Change, Request, book, change
from ivr.callbacks.records import find_callback
from ivr.db.tables.journal import call_turns, calls
from routing.callback import State
from tests.ivr.house import LINE

CALLER = "+358401110001"
SHOWN = "+35840*****01"
SID = "CA" + "0" * 32
WAYS: Mapping[State, tuple[State, ...]] = {
    State.REQUESTED: (),
    State.DUE: (State.DUE,),
    State.RINGING: (State.DUE, State.RINGING),
    State.DONE: (State.DUE, State.RINGING, State.CONNECTED, State.DONE),
    State.CANCELLED_BY_CALLER: (State.CANCELLED_BY_CALLER,),
}


def promise(connection: Connection, state: State, due_at: datetime, **more: Any) -> str:
    """Write down a callback that has come to a state; asked for an hour before it is due."""
    asked_at = more.pop("requested_at", due_at - timedelta(hours=1))
    number = more.pop("number", CALLER)
    given = {"number": number, "asked_by": number, "line": LINE, "language": "fi", **more}
    request = Request(requested_at=asked_at, due_at=due_at, **given)
    id_ = book(connection, request, asked_at, "asked for, allowed by phonenumbers 9").id
    for to in WAYS[state]:
        one = find_callback(connection, id_)
        assert one
        change(connection, one, Change(to, "its time has come", due_at))
    return id_


def call(connection: Connection, at: datetime, number: str = CALLER, **more: Any) -> str:
    """Write down a call; `turns` are what differs in each turn from a usual one."""
    sid, turns = more.pop("sid", SID), more.pop("turns", [{}])
    row = {"call_sid": sid, "number": number, "line": "customer-service", "started_at": at}
    connection.execute(insert(calls).values({**row, "places": [], "services": [], **more}))
    for turn, differs in enumerate(turns):
        usual = {
            "call_sid": sid,
            "turn": turn,
            "at": at + timedelta(seconds=10 * turn),
            "line": "customer-service",
            "language": "fi",
            "flow": "customer-service",
            "step": "menu",
            "given_kind": "key" if turn else "call",
            "given": "3" if turn else "",
            "said": [{"key": "menu.again", "language": "fi", "text": "Valitkaa."}],
            "verb": "keys",
            "why": "",
            "notices": [],
        }
        connection.execute(insert(call_turns).values({**usual, **differs}))
    return str(sid)


def numbered(at: int) -> str:
    """Make the SID of the call of a number."""
    return f"CA{at:032x}"
