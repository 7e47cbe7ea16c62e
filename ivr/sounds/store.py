"""Sounds in the database."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from ivr.db.tables.sounds import sounds
from ivr.sounds.reading import Sound


def keep(connection: Connection, sound: Sound, author: str, at: datetime) -> None:
    """Keep a sound; the same one is kept once."""
    there = select(sounds.c.id).where(sounds.c.id == sound.id)
    if connection.execute(there).first() is None:
        row = {"id": sound.id, "wav": sound.wav, "seconds": sound.seconds}
        connection.execute(insert(sounds), {**row, "author": author, "at": at})


def load(engine: Engine, id_: str) -> bytes | None:
    """Return a sound, None if there is none of this id."""
    query = select(sounds.c.wav).where(sounds.c.id == id_)
    with engine.connect().execution_options(readonly=True) as connection:
        found: bytes | None = connection.execute(query).scalar()
    return found


def lengths(engine: Engine, ids: Collection[str]) -> Mapping[str, float]:
    """Return how many seconds these take, those that there are."""
    query = select(sounds.c.id, sounds.c.seconds).where(sounds.c.id.in_(ids))
    with engine.connect().execution_options(readonly=True) as connection:
        return {row.id: row.seconds for row in connection.execute(query)}
