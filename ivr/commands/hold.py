"""`linja hold`: do nothing for those who wait now, for a database that was restored."""

import click

from ivr.audit.log import note, operator
from ivr.backups.holding import hold
from ivr.local import open_services


@click.command("hold")
def command() -> None:
    """
    Do nothing about callbacks and text messages that are open now, until `linja release`.

    For a database that was restored, before workers run. What is asked for later is done.
    """
    services = open_services()
    with services.engine.begin() as connection:
        many = hold(connection)
        now = services.clock.now()
        note(connection, who=operator(), what="callback.held", after={"held": many}, at=now)
    click.echo(f"{many} held; `linja release` lists them")
