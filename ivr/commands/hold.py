"""`linja hold`: ring nobody who waits now, for a database that was restored."""

import click

from ivr.backups.holding import hold
from ivr.local import open_services


@click.command("hold")
def command() -> None:
    """
    Ring nobody whose callback is open now, until `linja release`.

    For a database that was restored, before workers run. Callbacks asked for later are rung.
    """
    with open_services().engine.begin() as connection:
        many = hold(connection)
    click.echo(f"{many} held; `linja release` lists them")
