"""A whole telephone number is shown once, to an administrator; the audit log tells of it."""

from datetime import datetime

from flask import g
from sqlalchemy import Connection

from ivr.audit.log import note
from routing.numbers import Number, read_number


def shown_once(connection: Connection, about: str, now: datetime) -> None:
    """Note that whoever is signed in sees the number of this call (sid) or callback (id)."""
    note(connection, who=g.person.name, what="number.shown", about=about, at=now)


def typed_number(text: str) -> str:
    """Read what was typed, in any Finnish or international form; empty: that is no number."""
    number = read_number(text)
    return number.e164 if isinstance(number, Number) else ""
