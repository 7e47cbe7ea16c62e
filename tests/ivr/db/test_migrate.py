"""Migrations make exactly the tables that the application declares."""

from pathlib import Path
from threading import Thread

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from ivr.db.engine import open_engine
from ivr.db.metadata import metadata
from ivr.db.migrate import (
    alembic_config,
    check,
    draft,
    newest_revision,
    revision_of,
    upgrade,
)
from ivr.db.schema import load_tables
from ivr.db.stale import StaleDatabase


def empty(folder: Path) -> Engine:
    """Open a database without anything in it."""
    return open_engine(f"sqlite:///{folder / 'empty.db'}")


def test_migrations_and_declared_tables_agree(tmp_path: Path) -> None:
    load_tables()
    engine = empty(tmp_path)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == [], "write one: linja migrate --draft 'What changed'"


def test_an_empty_database_is_stale_until_migrated(tmp_path: Path) -> None:
    engine = empty(tmp_path)
    with pytest.raises(StaleDatabase, match="linja migrate"):
        check(engine)
    upgrade(engine)
    check(engine)
    assert revision_of(engine) == newest_revision()
    engine.dispose()


def test_every_migration_can_be_undone(tmp_path: Path) -> None:
    engine = empty(tmp_path)
    upgrade(engine)
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    left = inspect(engine).get_table_names()
    engine.dispose()
    assert left == ["alembic_version"]


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    engines = [empty(tmp_path) for _ in range(2)]
    threads = [Thread(target=upgrade, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    revisions = [revision_of(engine) for engine in engines]
    for engine in engines:
        engine.dispose()
    assert revisions == [newest_revision()] * 2


def test_a_draft_of_nothing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = tmp_path / "migrations"
    versions.mkdir()
    monkeypatch.setattr("ivr.db.migrate.MIGRATIONS", copy_of_migrations(versions))
    made = draft("Nothing at all", tmp_path).read_text("utf-8")
    assert "create_table" not in made
    assert "Nothing at all." in made


def copy_of_migrations(to: Path) -> Path:
    """Copy the migrations, so that a draft is written beside them."""
    source = Path(__file__).parents[3] / "ivr" / "db" / "migrations"
    for file in source.rglob("*"):
        if file.suffix in {".py", ".mako"}:
            copied = to / file.relative_to(source)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_text(file.read_text("utf-8"), "utf-8")
    return to
