"""`linja feed token`, `tokens`, `secret` and `secrets`: how sources prove who they are."""

from collections.abc import Sequence
from datetime import datetime

import click
from sqlalchemy import Connection

from ivr.audit.log import Told, note, operator
from ivr.clock import HELSINKI
from ivr.feeds.limits import Limits
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.signatures import end_secret, new_secret, secrets_of
from ivr.feeds.sources import BadSource, create_source, get_source
from ivr.feeds.tokens import SCOPES, KeptToken, Scope, end_token, new_token, tokens_of
from ivr.local import open_services
from ivr.sealed import Sealed
from outage_feed.areas import BadArea, parse_area
from outage_feed.outage import SERVICES, Given

END = click.option("--end", "ended", metavar="ID", help="End this one; nothing new is made.")


@click.command("token")
@click.argument("source")
@click.option("--scope", type=click.Choice(SCOPES), default="push", show_default=True)
@click.option("--area", "areas", multiple=True, help="A postcode, range or municipality alone.")
@click.option("--service", "services", multiple=True, type=click.Choice(SERVICES))
@END
def token(
    source: str, scope: Scope, areas: Sequence[str], services: Sequence[str], ended: str | None
) -> None:
    """
    Print a new bearer token for SOURCE, which is made if it is new.

    With --area and --service (each may be repeated) it may speak of nothing else.
    """
    opened = open_services()
    now = opened.clock.now()
    limits = Limits(tuple(map(_area, areas)), tuple(services), "this token")
    try:
        with opened.engine.begin() as connection:
            if ended:
                _end(end_token(connection, source, ended), source, "token")
                _note(connection, "source.token_ended", source, {"id": ended}, now)
                return
            create_source(connection, source, now)
            made = new_token(connection, source, scope, now, limits)
            allowed = {"scope": scope, "areas": list(areas), "services": list(services)}
            _note(connection, "source.token_made", source, allowed, now)
    except BadSource as error:
        raise click.ClickException(str(error)) from error
    click.echo(made)


@click.command("tokens")
@click.argument("source")
def tokens(source: str) -> None:
    """List the tokens of SOURCE that are good, the oldest first."""
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        _must_be(connection, source)
        for kept in tokens_of(connection, source):
            click.echo(_line(kept))


@click.command("secret")
@click.argument("source")
@END
def secret(source: str, ended: str | None) -> None:
    """Print a new signing secret for SOURCE, which is made if it is new."""
    opened = open_services()
    now = opened.clock.now()
    try:
        with opened.engine.begin() as connection:
            if ended:
                _end(end_secret(connection, source, ended), source, "secret")
                _note(connection, "source.key_ended", source, {"id": ended}, now)
                return
            create_source(connection, source, now)
            made = new_secret(connection, Sealed(opened.settings.secret_keys), source, now)
            _note(connection, "source.key_made", source, None, now)
    except BadSource as error:
        raise click.ClickException(str(error)) from error
    click.echo(made)


@click.command("secrets")
@click.argument("source")
def secrets(source: str) -> None:
    """List the signing secrets of SOURCE that are good, the oldest first; not what they are."""
    opened = open_services()
    with opened.engine.connect().execution_options(readonly=True) as connection:
        _must_be(connection, source)
        for kept in secrets_of(connection, source, opened.settings.secret_keys):
            click.echo(f"{kept.id}  {_times(kept.created_at, kept.last_used_at)}")


def _area(text: str) -> Given:
    area: Given = text
    try:
        parse_area(text)
    except BadArea:
        area = {"municipality": text}
    if not gazetteer().resolve([area]).postcodes:
        raise click.ClickException(f"--area {text}: there is no such postcode or municipality.")
    return area


def _end(done: bool, source: str, what: str) -> None:  # noqa: FBT001 -- what became of it
    if not done:
        raise click.ClickException(
            f"{source} has no such {what}: `linja feed {what}s {source}` lists them."
        )
    click.echo("Ended.")


def _note(connection: Connection, what: str, source: str, after: Told, now: datetime) -> None:
    note(connection, who=operator(), what=what, about=source, after=after, at=now)


def _must_be(connection: Connection, source: str) -> None:
    try:
        get_source(connection, source)
    except BadSource as error:
        raise click.ClickException(str(error)) from error


def _line(kept: KeptToken) -> str:
    limits = kept.token.limits
    areas = [area if isinstance(area, str) else area["municipality"] for area in limits.areas]
    only = f"  only {', '.join((*limits.services, *areas))}" if limits else ""
    times = _times(kept.created_at, kept.last_used_at)
    return f"{kept.id}  {kept.token.scope}  {times}{only}"


def _times(made: datetime, used: datetime | None) -> str:
    return f"made {_time(made)}  {f'used {_time(used)}' if used else 'never used'}"


def _time(time: datetime) -> str:
    return f"{time.astimezone(HELSINKI):%d.%m.%Y %H.%M}"
