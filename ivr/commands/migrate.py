"""`linja migrate`: bring the database to this version's form."""

import os

import click

from ivr.db.engine import open_engine
from ivr.db.migrate import revision_of, upgrade
from ivr.settings import BadSettings, Settings


@click.command("migrate")
def command() -> None:
    """Run every database migration that is missing."""
    try:
        settings = Settings.read(os.environ)
    except BadSettings as problem:
        raise click.ClickException(str(problem)) from problem
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = open_engine(settings.database)
    before = revision_of(engine)
    upgrade(engine)
    after = revision_of(engine)
    engine.dispose()
    done = "was up to date" if before == after else f"went from {before or 'empty'}"
    click.echo(f"The database {done}: {after}")
