"""
The one draft of the company's own words: every save is a revision with its author.

A save names the revision that its author saw; if somebody else has saved since, Conflict is
raised and nothing is overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from ivr.bundles.own_words import Words
from ivr.db.tables.own_words import word_revisions

Changes = Mapping[str, Mapping[str, str] | None]
"""Texts by prompt and language; None: the shipped words again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is changed and not published. `authors`: whoever has saved since it was begun."""

    revision: int
    changes: Changes
    authors: tuple[str, ...] = ()
    at: datetime | None = None

    def over(self, words: Words) -> Words:
        """Give the company's words as they are when this draft is published."""
        merged = {**words, **self.changes}
        return {key: texts for key, texts in merged.items() if texts is not None}


class Conflict(Exception):
    """Somebody else was quicker; nothing was changed."""


def find(connection: Connection) -> Draft:
    """Read the draft; one without changes when nobody has changed anything."""
    rows = connection.execute(_OPEN).all()
    if not rows:
        last = connection.execute(select(func.max(word_revisions.c.revision))).scalar()
        return Draft(last or 0, {})
    newest = rows[-1]
    authors = tuple(dict.fromkeys(row.author for row in reversed(rows)))
    return Draft(newest.revision, newest.changes, authors, newest.at)


def read(engine: Engine) -> Draft:
    """Read the same on its own."""
    with engine.connect().execution_options(readonly=True) as connection:
        return find(connection)


def save(engine: Engine, seen: int, changes: Changes, author: str, now: datetime) -> None:
    """Keep changes over the revision that was seen. Raises Conflict."""
    try:
        with engine.begin() as connection:
            draft = find(connection)
            if draft.revision != seen:
                raise Conflict
            if draft.changes == changes:
                return
            row = {"revision": seen + 1, "changes": changes, "author": author, "at": now}
            connection.execute(insert(word_revisions).values(**row, closed=False))
            if not changes:
                _close(connection, seen + 1)
    except IntegrityError as error:  # another machine saved at the same moment
        raise Conflict from error


def close(connection: Connection, seen: int) -> None:
    """End the draft: it was published or is thrown away. Raises Conflict."""
    if find(connection).revision != seen:
        raise Conflict
    _close(connection, seen)


def _close(connection: Connection, seen: int) -> None:
    """A save that comes meanwhile stays open."""
    columns = word_revisions.c
    there = update(word_revisions).where(columns.closed.is_(False), columns.revision <= seen)
    connection.execute(there.values(closed=True))


_OPEN = (
    select(word_revisions)
    .where(word_revisions.c.closed.is_(False))
    .order_by(word_revisions.c.revision)
)
