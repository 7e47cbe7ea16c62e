"""One writer at a time, where rows alone do not see to it: a row that is not there yet."""

from hashlib import blake2s

from sqlalchemy import Connection, func, select


def only_writer(connection: Connection, of: str) -> None:
    """
    Wait until no other transaction writes to `of`; held until ours ends.

    SQLite has one writer anyway, since its transactions begin with BEGIN IMMEDIATE.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(blake2s(of.encode(), digest_size=8).digest(), signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
