"""Slow down who guesses: by the account that is tried, and by the address that tries."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from ivr.db.tables.accounts import sign_in_failures

WITHIN = timedelta(minutes=15)
MOST_OF_ACCOUNT = 5
MOST_OF_ADDRESS = 20


def refused(connection: Connection, name: str, address: str, now: datetime) -> bool:
    """Have there been too many failures of late?"""
    columns = sign_in_failures.c
    return (
        _count(connection, columns.name == name, now) >= MOST_OF_ACCOUNT
        or _count(connection, columns.address == address, now) >= MOST_OF_ADDRESS
    )


def failed(connection: Connection, name: str, address: str, now: datetime) -> None:
    """Note a failure; what no longer counts is forgotten."""
    gone = sign_in_failures.c.at <= now - WITHIN
    connection.execute(delete(sign_in_failures).where(gone))
    row = {"name": name[:64], "address": address[:64], "at": now}
    connection.execute(insert(sign_in_failures), row)


def succeeded(connection: Connection, name: str) -> None:
    """Forget the failures of an account: its owner is here. Those of the address still count."""
    connection.execute(delete(sign_in_failures).where(sign_in_failures.c.name == name))


def _count(connection: Connection, of: ColumnElement[bool], now: datetime) -> int:
    counted = select(func.count()).where(of, sign_in_failures.c.at > now - WITHIN)
    return connection.execute(counted).scalar_one()
