"""People in the database."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, delete, insert, select, update

from ivr.accounts.passwords import again, hashed
from ivr.accounts.roles import ROLES, Role
from ivr.db.tables.accounts import sign_ins, user_roles, users

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?")
LANGUAGES = ("fi", "sv", "en")


class BadPerson(ValueError):
    """Something about a person that cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Person:
    """
    Somebody who may sign in. `name` is what they sign in with, in small letters.

    `once_until`: until then they may choose a password, and nothing else (`ivr/accounts/once.py`).
    """

    name: str
    roles: frozenset[Role]
    language: str
    created_at: datetime
    disabled_at: datetime | None
    totp: bool
    once_until: datetime | None


def add(
    connection: Connection, name: str, password: str | None, roles: Collection[Role], now: datetime
) -> None:
    """Add a person; without a password they are to be given one. Raises BadPerson, BadPassword."""
    name = name.strip().casefold()
    if not NAME.fullmatch(name):
        raise BadPerson(f"{name!r} cannot be a name: use up to 64 of a-z, 0-9, dot, hyphen, @.")
    if find(connection, name):
        raise BadPerson(f"There is a {name!r} already.")
    kept = "" if password is None else hashed(password, name)
    row = {"name": name, "password": kept, "created_at": now}
    connection.execute(insert(users), row)
    _grant(connection, name, roles)


def find(connection: Connection, name: str) -> Person | None:
    """Find a person by name, disabled ones too."""
    row = connection.execute(select(users).where(users.c.name == name)).mappings().first()
    return _person(row, _roles_of(connection, name)) if row else None


def everybody(connection: Connection) -> Sequence[Person]:
    """Return all of them, by name."""
    rows = connection.execute(select(users).order_by(users.c.name)).mappings().all()
    return [_person(row, _roles_of(connection, row["name"])) for row in rows]


def password_of(connection: Connection, name: str, *, locked: bool = False) -> str | None:
    """
    Return the hash of who may sign in, None if nobody of that name may.

    `locked`: nobody else changes it before the end of the transaction.
    """
    found = select(users.c.password).where(users.c.name == name, users.c.disabled_at.is_(None))
    if locked:
        found = found.with_for_update()
    password: str | None = connection.execute(found).scalar_one_or_none()
    return password


def set_password(connection: Connection, name: str, password: str) -> None:
    """Change a password, and sign them out everywhere. Raises BadPassword."""
    _change(connection, name, password=hashed(password, name), once_until=None)
    _sign_out(connection, name)


def give_password(connection: Connection, name: str, given: str, until: datetime) -> None:
    """Let them choose a password with one that they are given, until then. Raises BadPerson."""
    _change(connection, name, password=again(given), once_until=until)
    _sign_out(connection, name)


def keep_hash(connection: Connection, name: str, password: str) -> None:
    """Keep the same password hashed anew."""
    _change(connection, name, password=again(password))


def set_roles(connection: Connection, name: str, roles: Collection[Role]) -> None:
    """Give somebody these roles and no others; it counts from their next request."""
    connection.execute(delete(user_roles).where(user_roles.c.name == name))
    _grant(connection, name, roles)


def set_language(connection: Connection, name: str, language: str) -> None:
    """Choose the language of their pages. Raises BadPerson."""
    if language not in LANGUAGES:
        raise BadPerson(f"{language!r} is none of {', '.join(LANGUAGES)}.")
    _change(connection, name, language=language)


def disable(connection: Connection, name: str, now: datetime) -> None:
    """Let somebody in no more; what they did keeps their name."""
    _change(connection, name, disabled_at=now)
    _sign_out(connection, name)


def enable(connection: Connection, name: str) -> None:
    """Let them in again."""
    _change(connection, name, disabled_at=None)


def _change(connection: Connection, name: str, **values: object) -> None:
    changed = connection.execute(update(users).where(users.c.name == name).values(**values))
    if changed.rowcount == 0:
        raise BadPerson(f"There is nobody named {name!r}.")


def _sign_out(connection: Connection, name: str) -> None:
    """Everywhere."""
    connection.execute(delete(sign_ins).where(sign_ins.c.name == name))


def _grant(connection: Connection, name: str, roles: Collection[Role]) -> None:
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise BadPerson(f"{', '.join(unknown)}: no such role; there are {', '.join(ROLES)}.")
    if roles:
        rows = [{"name": name, "role": role} for role in sorted(set(roles))]
        connection.execute(insert(user_roles), rows)


def _roles_of(connection: Connection, name: str) -> frozenset[Role]:
    found = select(user_roles.c.role).where(user_roles.c.name == name)
    return frozenset(cast("list[Role]", connection.execute(found).scalars().all()))


def _person(row: Mapping[Any, Any], roles: frozenset[Role]) -> Person:
    return Person(
        name=row["name"],
        roles=roles,
        language=row["language"],
        created_at=row["created_at"],
        disabled_at=row["disabled_at"],
        totp=row["totp"] is not None,
        once_until=row["once_until"],
    )
