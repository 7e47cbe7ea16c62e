"""`linja backup`: a copy of the embedded database."""

from pathlib import Path

import click

from ivr.audit.log import note, operator
from ivr.backups.copying import NotSqlite, copy
from ivr.local import open_services

OTHERWISE = (
    "The database is PostgreSQL: back it up with pg_dump. Before workers run on what was "
    "restored, run `linja hold`."
)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """
    Copy the SQLite database to FILE while it is used.

    Callbacks and text messages that are open are held in the copy: once it is restored nobody
    is rung or sent anything for them before `linja release`.
    """
    services = open_services()
    try:
        held = copy(services.engine, file)
    except NotSqlite:
        raise click.ClickException(OTHERWISE) from None
    with services.engine.begin() as connection:
        note(connection, who=operator(), what="backup.made", at=services.clock.now())
    click.echo(
        f"{file}: {file.stat().st_size} bytes; {held} open callbacks and messages are held in it"
    )
