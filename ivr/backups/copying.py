"""Copy an SQLite database while it is used."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from ivr.backups.holding import hold
from ivr.db.engine import open_engine

PAGES = 1000
"""At a time: a callback can be committed in between."""


class NotSqlite(Exception):
    """The database is no file of ours."""


def copy(engine: Engine, file: Path) -> int:
    """
    Write a whole copy to a file, with what is open in it held; return how much that is.

    Raises NotSqlite. The file is there whole or not at all, readable by its owner only.
    """
    source = engine.url.database
    if engine.dialect.name != "sqlite" or not source:
        raise NotSqlite
    draft = file.with_name(f"{file.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(draft)) as here:
        there.backup(here, pages=PAGES)
    many = _hold(draft)
    draft.replace(file)
    return many


def _hold(file: Path) -> int:
    """Leave no log beside the copy: it must be one file."""
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        many = hold(connection)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return many
