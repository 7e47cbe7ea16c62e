"""`linja api`: who may use the HTTP interface."""

from typing import cast, get_args

import click

from ivr.audit.log import note, operator
from ivr.directory.tokens import Scope, new_token
from ivr.local import open_services


@click.group("api")
def command() -> None:
    """Tokens for the HTTP interface."""


@command.command()
@click.argument("name")
@click.option("--scope", type=click.Choice(get_args(Scope)), required=True, help="What it allows.")
def token(name: str, scope: str) -> None:
    """Print a new bearer token. The former token of the same NAME stops working."""
    services = open_services()
    with services.engine.begin() as connection:
        now = services.clock.now()
        made = new_token(connection, name, cast("Scope", scope), now)
        after = {"scope": scope}
        note(connection, who=operator(), what="api_token.made", about=name, after=after, at=now)
    click.echo(made)
