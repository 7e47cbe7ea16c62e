"""
A company's own words for the sentences that all flows share.

They lie over what ships with Linja, by prompt: a later version of Linja may add or change
sentences, and the company's words stay. Every publishing of them is a version with all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from flows.definition import Bundle
from flows.prompts import Prompt
from ivr.bundles import store
from ivr.bundles.library import shipped_prompts
from ivr.db.tables.drafts import drafts
from ivr.db.tables.own_words import word_versions

Words = Mapping[str, Mapping[str, str]]
"""Texts by prompt and language."""


@dataclass(frozen=True, slots=True)
class WordVersion:
    """One time that own words went live: all of them. `id` counts up from 1; 0: none ever."""

    id: int
    words: Words
    note: str
    author: str
    at: datetime


NONE = WordVersion(0, {}, "", "", datetime.min.replace(tzinfo=UTC))
"""Every sentence is as shipped."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A live flow with other shared sentences, and the file that it was read from."""

    before: str
    bundle: Bundle
    source: str


class StaleWords(Exception):
    """Other words, or another version of a flow, went live meanwhile; nothing was published."""


def newest(engine: Engine) -> WordVersion:
    """Read what is live; version 0 without words where the company has none of its own."""
    with engine.connect().execution_options(readonly=True) as connection:
        return newest_on(connection)


def newest_on(connection: Connection) -> WordVersion:
    """Read the same in an open transaction."""
    row = connection.execute(_VERSIONS.limit(1)).first()
    return _version(row) if row else NONE


def versions(engine: Engine) -> Sequence[WordVersion]:
    """Read every version, newest first."""
    with engine.connect().execution_options(readonly=True) as connection:
        return [_version(row) for row in connection.execute(_VERSIONS)]


def shared_prompts(engine: Engine) -> Mapping[str, Prompt]:
    """Give every shared sentence in the words that are live."""
    return with_words(newest(engine).words)


def with_words(words: Words) -> Mapping[str, Prompt]:
    """Lay own words over what ships; of a prompt that is no longer there they wait."""
    shipped = shipped_prompts()
    return {**shipped, **{key: Prompt(words[key]) for key in words if key in shipped}}


def renewed(bundle: Bundle, before: Words, after: Words) -> Bundle:
    """Give a bundle in which nothing but the company's own words is different."""
    library = with_words(after)
    changed = {key: library[key] for key in {*before, *after} if key in library}
    return Bundle(bundle.start, bundle.flows, {**bundle.prompts, **changed})


def publish_words(connection: Connection, version: WordVersion, flows: Sequence[Renewed]) -> None:
    """
    Let words and every live flow with them go live, all or none of them.

    `flows` are all that are live; `version.id` follows the one that was looked at. Raises
    StaleWords. A draft of a flow that began with what was live goes on from what is live now.
    """
    if newest_on(connection).id + 1 != version.id:
        raise StaleWords
    if store.live_on(connection) != {one.bundle.start: one.before for one in flows}:
        raise StaleWords
    row = {"id": version.id, "words": version.words, "note": version.note}
    try:
        connection.execute(
            insert(word_versions).values(**row, author=version.author, at=version.at)
        )
        for one in flows:
            _renew(connection, version, one)
    except (IntegrityError, store.StaleBase) as error:
        raise StaleWords from error


def _renew(connection: Connection, version: WordVersion, one: Renewed) -> None:
    flow, now = one.bundle.start, one.bundle.hash
    new = store.Version(flow, now, one.before, version.note, version.at, author=version.author)
    if store.publish_on(connection, one.bundle, new, one.source):
        begun = update(drafts).where(drafts.c.flow == flow, drafts.c.base == one.before)
        connection.execute(begun.values(base=now))


_VERSIONS = select(word_versions).order_by(word_versions.c.id.desc())


def _version(row: Row[tuple[object, ...]]) -> WordVersion:
    return WordVersion(row.id, row.words, row.note, row.author, row.at)
