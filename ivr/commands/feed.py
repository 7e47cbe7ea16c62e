"""`linja feed`: sources of outages, from this machine."""

import json
from typing import BinaryIO

import click

from ivr.audit.log import note, operator
from ivr.feeds.apply import confirm_held
from ivr.feeds.areas_command import command as areas
from ivr.feeds.check_command import command as check
from ivr.feeds.limits_turn import Busy
from ivr.feeds.receive import LARGEST_BODY, receive
from ivr.feeds.removing_command import command as remove
from ivr.feeds.replay_command import command as replay
from ivr.feeds.senders_command import secret, secrets, token, tokens
from ivr.feeds.settings_command import apply_file, show
from ivr.feeds.sources import BadSource, create_source, find_source
from ivr.feeds.status_command import list_or_show as quarantine
from ivr.feeds.status_command import status
from ivr.feeds.waiting import SamePerson, confirm_waiting
from ivr.local import open_services


@click.group(name="feed")
def command() -> None:
    """Sources of outages: their settings and tokens, what they send, how they are doing."""


@command.command()
@click.argument("source")
@click.argument("file", type=click.File("rb"))
@click.option("--type", "type_", default="application/json", show_default=True)
def push(source: str, file: BinaryIO, type_: str) -> None:
    """
    Apply a push from FILE (- for standard input) as if SOURCE had sent it.

    The type is that of the request's Content-Type; a format in the source's settings beats it.
    """
    services = open_services()
    body = file.read(LARGEST_BODY + 1)
    try:
        with services.engine.begin() as connection:
            known = find_source(connection, source)
            now = services.clock.now()
            create_source(connection, source, now)
            note(connection, who=operator(), what="source.pushed", about=source, at=now)
        status, answer = receive(services, source, type_, body)
    except BadSource as error:
        raise click.ClickException(str(error)) from error
    except Busy as error:
        raise click.ClickException(
            "Other pushes were quicker: nothing was kept; push it again."
        ) from error
    if known is None:
        click.echo(f"There was no source {source}: it is new.", err=True)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    if status != 200 or answer["rejected"]:  # noqa: PLR2004 -- HTTP
        click.echo(f"Not everything was accepted (status {status}).", err=True)
        raise click.exceptions.Exit(1)


@command.command()
@click.argument("source")
@click.option("--by", metavar="NAME", help="Also let what waits for a second person be heard.")
def confirm(source: str, by: str | None) -> None:
    """Close what a snapshot of SOURCE left held."""
    services = open_services()
    try:
        heard = confirm_waiting(services, source, by) if by else ()
        closed = confirm_held(services, source, by or operator())
    except (BadSource, SamePerson) as error:
        raise click.ClickException(str(error)) from error
    if heard:
        click.echo(f"Heard now: {', '.join(heard)}")
    click.echo(f"Closed {len(closed)}: {', '.join(closed)}" if closed else "Nothing was held.")


OTHERS = (
    apply_file,
    show,
    check,
    replay,
    token,
    tokens,
    secret,
    secrets,
    status,
    quarantine,
    areas,
    remove,
)
for one in OTHERS:
    command.add_command(one)
