"""A password that somebody is given: good for three days, and for choosing their own alone."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ivr.accounts import people

GOOD_FOR = timedelta(days=3)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read aloud or from paper."""
GROUPS, EACH = 4, 4


def new_once() -> str:
    """Make one, such as `k7fm-2xqd-9hwa-tr4c`: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))


def give(connection: Connection, name: str, now: datetime) -> str:
    """Put one in place of somebody's password, and return it. Raises BadPerson."""
    given = new_once()
    people.give_password(connection, name, given, now + GOOD_FOR)
    return given


def is_over(person: people.Person | None, now: datetime) -> bool:
    """Is the time over in which somebody may choose a password?"""
    return person is not None and person.once_until is not None and person.once_until <= now
