"""Erase a person from the line of people: the rows stay, without the person."""

from collections.abc import Collection

from sqlalchemy import Connection, update

from ivr.db.tables.dispatch import waiting


def forget_waiting(connection: Connection, numbers: Collection[str]) -> None:
    """Empty the cards of these numbers, and how their calls would have gone on."""
    theirs = waiting.c.card["number"].as_string().in_(numbers)
    connection.execute(update(waiting).where(theirs).values(card={}, call_state=None))
