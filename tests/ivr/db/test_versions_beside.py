"""Two versions on one database: the newer one has migrated, the older one goes on and starts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import Engine, inspect, select, text, update

from ivr.clock import StoppedClock
from ivr.commands.migrate import command as migrate
from ivr.db.engine import open_engine
from ivr.db.migrate import MIGRATIONS, alembic_config, check, newest_revision, revision_of, upgrade
from ivr.db.tables.configuration import configuration
from ivr.doctor.finding import Patient
from ivr.doctor.stores import database
from ivr.settings import Settings
from tests.ivr.conftest import founded
from tests.ivr.house import LINE, open_house

BEFORE_ANY_RELEASE = frozenset({"0005", "0014"})
"""They took something away, when nobody but us had it."""
NEXT = f"{int(newest_revision() or 0) + 1:04}"
ADDED = (
    "CREATE TABLE of_the_next (id INTEGER PRIMARY KEY)",
    "ALTER TABLE callbacks ADD COLUMN of_the_next TEXT",
    "ALTER TABLE sources ADD COLUMN of_the_next INTEGER NOT NULL DEFAULT 1",
    f"UPDATE alembic_version SET version_num = '{NEXT}'",  # noqa: S608 -- ours
)


def the_next_migrates(engine: Engine) -> None:
    """Do what a migration of the next version may do."""
    with engine.begin() as connection:
        for statement in ADDED:
            connection.execute(text(statement))


def test_this_version_starts_and_answers_beside_the_next(
    tmp_path: Path, clock: StoppedClock
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'linja.db'}")
    upgrade(engine)
    founded(engine, clock)
    the_next_migrates(engine)
    check(engine)
    call = open_house(engine, clock).telephone.calls("+358401110001", LINE)
    call.hears("sähkönjakelun häiriö").presses("0").presses("1").hears("on kirjattu")
    (found,) = database(Patient(Settings(), engine, None, clock.now))
    engine.dispose()
    assert (found.state, NEXT in found.found) == ("ok", True)


def test_calls_go_on_though_the_next_version_has_written_a_field_that_we_do_not_know(
    demo: Engine, clock: StoppedClock
) -> None:
    lines = configuration.c.section == "lines"
    with demo.begin() as connection:
        written = connection.execute(select(configuration.c.document).where(lines)).scalar_one()
        newer = {number: {**line, "of_the_next": "1"} for number, line in written.items()}
        connection.execute(update(configuration).where(lines).values(document=newer))
    call = open_house(demo, clock).telephone.calls("+358401110001", LINE)
    call.hears("sähkönjakelun häiriö").presses("0").presses("1").hears("on kirjattu")


def test_migrating_by_this_version_leaves_the_next_ones_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path))
    CliRunner().invoke(migrate, catch_exceptions=False)
    engine = open_engine(f"sqlite:///{tmp_path / 'linja.db'}")
    the_next_migrates(engine)
    again = CliRunner().invoke(migrate, catch_exceptions=False)
    assert (again.exit_code, "newer version" in again.stdout) == (0, True)
    assert revision_of(engine) == NEXT
    engine.dispose()


def test_a_migration_only_adds(tmp_path: Path) -> None:
    """What the version before reads is there, and what it writes is enough."""
    engine = open_engine(f"sqlite:///{tmp_path / 'steps.db'}")
    broken = list(taken_away(engine))
    engine.dispose()
    assert broken == []


@dataclass(frozen=True)
class Column:
    """What a column holds, whether it may be left out, and whether it may be empty."""

    type: str
    optional: bool
    nullable: bool


def taken_away(engine: Engine) -> Iterator[str]:
    """Migrate step by step, and name what a step takes from the version before it."""
    steps = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())[::-1]
    before: Mapping[str, Mapping[str, Column]] = {}
    for step in steps:
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), step.revision)
        after = form_of(engine)
        if step.revision not in BEFORE_ANY_RELEASE:
            yield from (f"{step.revision}: {lost}" for lost in _lost(before, after))
        before = after


def form_of(engine: Engine) -> Mapping[str, Mapping[str, Column]]:
    """Return the columns of every table."""
    found = inspect(engine)
    return {
        table: {column["name"]: _column(column) for column in found.get_columns(table)}
        for table in found.get_table_names()
    }


def _column(column: Any) -> Column:
    optional = column["nullable"] or column["default"] is not None
    return Column(str(column["type"]), optional, column["nullable"])


def _lost(
    before: Mapping[str, Mapping[str, Column]], after: Mapping[str, Mapping[str, Column]]
) -> Iterator[str]:
    for table, columns in before.items():
        now = after.get(table, {})
        yield from (f"{table}.{name} is gone" for name in columns if name not in now)
        for name, column in now.items():
            known = columns.get(name)
            if known is None and not column.optional:
                yield f"{table}.{name} must be given, and the version before does not"
            elif known and (known.type != column.type or (known.nullable and not column.nullable)):
                yield f"{table}.{name} holds something else"
