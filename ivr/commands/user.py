"""`linja user`: who may sign in to the pages, from this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import click
from sqlalchemy import Connection

from ivr.accounts import people, sign_ins
from ivr.accounts.passwords import SHORTEST, BadPassword
from ivr.accounts.people import BadPerson
from ivr.accounts.roles import MEANING, ROLES, Role
from ivr.accounts.totp import turn_off
from ivr.local import open_services
from ivr.services import Services

HELP = "One of: " + "; ".join(f"{role}, {meaning}" for role, meaning in MEANING.items())
ROLE = click.Choice(ROLES)
ASKED = f"Password of at least {SHORTEST} characters"
_role = click.option("--role", "roles", multiple=True, required=True, type=ROLE, help=HELP)


@click.group("user")
def command() -> None:
    """People who sign in: their names, roles and passwords."""


@command.command()
@click.argument("name")
@_role
@click.option("--password", prompt=ASKED, hide_input=True, confirmation_prompt=True)
def add(name: str, roles: tuple[str, ...], password: str) -> None:
    """Add NAME, who may then sign in. The password is asked for."""
    with _writing() as (services, connection):
        people.add(connection, name, password, _roles(roles), services.clock.now())
    click.echo(f"{name} may sign in: {', '.join(sorted(set(roles)))}.")


@command.command("list")
def list_() -> None:
    """List everybody with their roles."""
    services = open_services()
    with services.engine.connect().execution_options(readonly=True) as connection:
        for person in people.everybody(connection):
            state = "disabled" if person.disabled_at else "two-step" if person.totp else ""
            parts = (person.name, ", ".join(sorted(person.roles)) or "no role", state)
            click.echo("  ".join(part for part in parts if part))


@command.command()
@click.argument("name")
@_role
def roles(name: str, roles: tuple[str, ...]) -> None:
    """Give NAME these roles and no others."""
    with _writing() as (_, connection):
        _there(connection, name)
        people.set_roles(connection, name, _roles(roles))
    click.echo(f"{name}: {', '.join(sorted(set(roles)))}.")


@command.command()
@click.argument("name")
@click.option("--password", prompt=ASKED, hide_input=True, confirmation_prompt=True)
def password(name: str, password: str) -> None:
    """Give NAME a new password; they are signed out everywhere, and need no code any more."""
    with _writing() as (_, connection):
        people.set_password(connection, name, password)
        turn_off(connection, name)
    click.echo("Changed.")


@command.command()
@click.argument("name")
def disable(name: str) -> None:
    """Let NAME in no more, from now on."""
    with _writing() as (services, connection):
        people.disable(connection, name, services.clock.now())
    click.echo("Disabled.")


@command.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let NAME in again."""
    with _writing() as (_, connection):
        people.enable(connection, name)
    click.echo("Enabled.")


@command.command("sign-ins")
@click.argument("name")
@click.option("--end", "ended", help="Sign them out where this is the identifier.")
def sign_ins_(name: str, ended: str | None) -> None:
    """Show where NAME is signed in."""
    with _writing() as (services, connection):
        _there(connection, name)
        if ended and not sign_ins.end(connection, name, ended):
            raise BadPerson(f"{name!r} is not signed in as {ended!r}.")
        for one in sign_ins.listed(connection, name, services.clock.now()):
            click.echo(f"{one.id}  {one.last_seen_at:%Y-%m-%d %H:%M} UTC  {one.address}")


@contextmanager
def _writing() -> Iterator[tuple[Services, Connection]]:
    services = open_services()
    try:
        with services.engine.begin() as connection:
            yield services, connection
    except (BadPerson, BadPassword) as error:
        raise click.ClickException(str(error)) from error


def _there(connection: Connection, name: str) -> None:
    if people.find(connection, name) is None:
        raise BadPerson(f"There is nobody named {name!r}.")


def _roles(given: tuple[str, ...]) -> list[Role]:
    return cast("list[Role]", list(given))
