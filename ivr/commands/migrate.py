"""`linja migrate`: bring the database to this version's form."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ivr.bundles.shipped import publish_shipped
from ivr.clock import RunningClock
from ivr.db.engine import open_engine
from ivr.db.migrate import draft, is_newer, revision_of, upgrade
from ivr.services import Services
from ivr.settings import BadSettings, Settings


@click.command("migrate")
@click.option("--draft", "message", help="For developers: write the migration that is missing.")
def command(message: str | None) -> None:
    """Run every database migration that is missing; publish shipped flows that are not live."""
    if message:
        with TemporaryDirectory() as folder:
            click.echo(draft(message, Path(folder)))
        return
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
    published = publish_shipped(Services(settings, RunningClock(), engine))
    engine.dispose()
    click.echo(f"The database {_told(before, after)}: {after}")
    if published:
        click.echo(f"Live now, as shipped: {', '.join(published)}")


def _told(before: str | None, after: str | None) -> str:
    if is_newer(after):
        return "has been migrated by a newer version, which this one can run beside"
    return "was up to date" if before == after else f"went from {before or 'empty'}"
