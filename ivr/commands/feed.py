"""`linja feed`: sources of outages, from this machine."""

import json
from typing import BinaryIO

import click

from ivr.feeds.apply import confirm_held
from ivr.feeds.receive import LARGEST_BODY, receive
from ivr.feeds.replay_command import command as replay
from ivr.feeds.sources import BadSource, create_source
from ivr.feeds.tokens import SCOPES, Scope, new_token
from ivr.local import open_services


@click.group(name="feed")
def command() -> None:
    """Sources of outages: their tokens, and what they push."""


@command.command()
@click.argument("source")
@click.option("--scope", type=click.Choice(SCOPES), default="push", show_default=True)
def token(source: str, scope: Scope) -> None:
    """Print a new bearer token for SOURCE, which is made if it is new."""
    services = open_services()
    now = services.clock.now()
    try:
        with services.engine.begin() as connection:
            create_source(connection, source, now)
            made = new_token(connection, source, scope, now)
    except BadSource as error:
        raise click.ClickException(str(error)) from error
    click.echo(made)


@command.command()
@click.argument("source")
@click.argument("file", type=click.File("rb"))
def push(source: str, file: BinaryIO) -> None:
    """Apply a push from FILE (JSON, - for standard input) as if SOURCE had sent it."""
    services = open_services()
    body = file.read(LARGEST_BODY + 1)
    try:
        with services.engine.begin() as connection:
            create_source(connection, source, services.clock.now())
        status, answer = receive(services, source, "application/json", body)
    except BadSource as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    if status != 200 or answer["rejected"]:  # noqa: PLR2004 -- HTTP
        click.echo(f"Not everything was accepted (status {status}).", err=True)
        raise click.exceptions.Exit(1)


@command.command()
@click.argument("source")
def confirm(source: str) -> None:
    """Close what a snapshot of SOURCE left held."""
    try:
        closed = confirm_held(open_services(), source)
    except BadSource as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Closed {len(closed)}: {', '.join(closed)}" if closed else "Nothing was held.")


command.add_command(replay)
