"""The applied configuration: kept section by section, read again only when it has changed."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select

from ivr.db.locks import only_writer
from ivr.db.prepared import Prepared, Reader, reading
from ivr.db.tables.configuration import configuration
from ivr.lines.changes import Deed, StaleConfiguration, newest_change, note_change
from routing.configuration import Configuration, read_configuration, read_kept

_VERSION = Prepared(select(func.max(configuration.c.version).label("newest")))


def version(connection: Connection | Reader) -> int:
    """Return the version of the whole; 0 before anything was applied."""
    return _VERSION.rows(connection)[0]["newest"] or 0


def sections(connection: Connection) -> dict[str, Any]:
    """Return the sections as they were written."""
    rows = connection.execute(select(configuration.c.section, configuration.c.document))
    return {row.section: row.document for row in rows}


def apply(
    engine: Engine,
    changed: Mapping[str, Any],
    known_flows: Collection[str] | None = None,
    deed: Deed | None = None,
) -> Configuration:
    """
    Replace the sections given, keep the others, and note whose deed it is. Returns the whole.

    Raises BadConfiguration with every problem, and StaleConfiguration when the deed's base is
    not the newest version any more; then nothing has changed.
    """
    with engine.begin() as connection:
        # Two who apply at once would otherwise give different contents the same version.
        only_writer(connection, configuration.name)
        newer = version(connection) + 1
        if deed and deed.base is not None and deed.base != newer - 1:
            raise StaleConfiguration(newest_change(connection))
        before = sections(connection)
        read = read_configuration({**before, **changed}, known_flows)
        replaced = configuration.c.section.in_(list(changed))
        connection.execute(delete(configuration).where(replaced))
        rows = [
            {"section": name, "document": document, "version": newer}
            for name, document in changed.items()
        ]
        if rows:
            connection.execute(insert(configuration), rows)
            if deed:
                note_change(connection, deed, newer, before, changed)
    return read


class ConfigurationStore:
    """The configuration as calls see it: what was applied counts from the next call."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: tuple[int, Configuration] | None = None

    def current(self) -> Configuration:
        """Return the newest one: one small read unless it has changed."""
        return self.versioned()[1]

    def versioned(self) -> tuple[int, Configuration]:
        """Return the newest one with its version, 0 before anything was applied."""
        held = self._held
        if held is not None:
            with reading(self._engine) as reader:
                if version(reader) == held[0]:
                    return held
        with self._engine.connect().execution_options(readonly=True) as connection:
            at = version(connection)  # first: what is newer than its number is read again
            read = (at, read_kept(sections(connection)))
        self._held = read
        return read

    def held(self) -> Configuration | None:
        """Return the last one that was read, without reading; None before the first."""
        return self._held[1] if self._held else None
