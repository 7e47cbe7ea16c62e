"""Bring a database to the form that this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine

from ivr.db.engine import open_engine
from ivr.db.locks import only_writer
from ivr.db.stale import StaleDatabase

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """
    Run every migration that is missing, in one transaction where the database can.

    One that a newer version has migrated is left as it is.
    """
    with engine.begin() as connection:
        only_writer(connection, "migrations")
        if not is_newer(_revision_in(connection)):
            command.upgrade(alembic_config(connection), "head")


def check(engine: Engine) -> None:
    """
    Raise StaleDatabase unless every migration has run.

    Those of a newer version may have run as well: migrations only add, so that this version goes
    on beside it, starts again, and can be gone back to.
    """
    revision = revision_of(engine)
    if revision != newest_revision() and not is_newer(revision):
        raise StaleDatabase("The database is not in this version's form: run `linja migrate`.")


def is_newer(revision: str | None) -> bool:
    """Is this a migration of a version that is newer than this one? They are numbered."""
    return revision is not None and revision > (newest_revision() or "")


def revision_of(engine: Engine) -> str | None:
    """Return the last migration that has run, None in an empty database."""
    with engine.connect().execution_options(readonly=True) as connection:
        return _revision_in(connection)


def _revision_in(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the last migration that there is."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def draft(message: str, folder: Path) -> Path:
    """Write the migration from the last one to the tables as they are declared now."""
    engine = open_engine(f"sqlite:///{folder / 'draft.db'}")
    upgrade(engine)
    number = int(newest_revision() or 0) + 1
    with engine.begin() as connection:
        config = alembic_config(connection)
        made = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
    engine.dispose()
    if not isinstance(made, Script):
        raise TypeError(f"Alembic made {made!r} instead of one migration")
    return Path(made.path)


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration, made here so that no file has to be found."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
