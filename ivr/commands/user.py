"""`linja user`: who may sign in to the pages, from this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

import click
from sqlalchemy import Connection

from ivr.accounts import people, sign_ins
from ivr.accounts.once import give
from ivr.accounts.passwords import LONGEST, SHORTEST, BadPassword
from ivr.accounts.people import BadPerson, Person
from ivr.accounts.roles import MEANING, ROLES, Role
from ivr.accounts.totp import turn_off
from ivr.audit.log import Told, note, operator
from ivr.local import open_services
from ivr.services import Services

HELP = "One of: " + "; ".join(f"{role}, {meaning}" for role, meaning in MEANING.items())
ROLE = click.Choice(ROLES)
ASKED = f"Password of at least {SHORTEST} characters"


class Long(click.ParamType[str]):
    """A password of a good length, so that a short one is not asked for twice."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a short one at once; what else is wrong with one is said where it is kept."""
        if not SHORTEST <= len(value) <= LONGEST:
            self.fail(f"A password has {SHORTEST} to {LONGEST} characters.", param, ctx)
        return value


_role = click.option("--role", "roles", multiple=True, required=True, type=ROLE, help=HELP)
_password = click.option("--password", type=Long(), help="Asked for where it is not given.")
_once = click.option(
    "--once", is_flag=True, help="Print a password with which NAME chooses one within three days."
)


@click.group("user")
def command() -> None:
    """People who sign in: their names, roles and passwords."""


@command.command()
@click.argument("name")
@_role
@_password
@_once
def add(name: str, roles: tuple[str, ...], password: str | None, *, once: bool) -> None:
    """Add NAME, who may then sign in. The password is asked for, or with --once made."""
    chosen = _chosen(password, once=once)
    with _writing() as (services, connection):
        now = services.clock.now()
        people.add(connection, name, chosen, _roles(roles), now)
        given = "" if chosen else give(connection, name.strip().casefold(), now)
        told = {"roles": sorted(set(roles)), **_made(given)}
        _note(connection, "user.added", name, now, (None, told))
    click.echo(f"{name} may sign in: {', '.join(sorted(set(roles)))}.")
    _tell(given)


@command.command("list")
def list_() -> None:
    """List everybody with their roles."""
    services = open_services()
    with services.engine.connect().execution_options(readonly=True) as connection:
        for person in people.everybody(connection):
            parts = (person.name, ", ".join(sorted(person.roles)) or "no role", _state(person))
            click.echo("  ".join(part for part in parts if part))


@command.command()
@click.argument("name")
@_role
def roles(name: str, roles: tuple[str, ...]) -> None:
    """Give NAME these roles and no others."""
    with _writing() as (services, connection):
        had = {"roles": sorted(_there(connection, name).roles)}
        people.set_roles(connection, name, _roles(roles))
        told = had, {"roles": sorted(set(roles))}
        _note(connection, "user.roles", name, services.clock.now(), told)
    click.echo(f"{name}: {', '.join(sorted(set(roles)))}.")


@command.command()
@click.argument("name")
@_password
@_once
@click.option("--code-lost", is_flag=True, help="End their two-step sign-in as well.")
def password(name: str, password: str | None, *, once: bool, code_lost: bool) -> None:
    """Give NAME a new password; they are signed out everywhere. If they use a code, it stays."""
    chosen = _chosen(password, once=once)
    with _writing() as (services, connection):
        now = services.clock.now()
        given = "" if chosen else give(connection, name, now)
        if chosen:
            people.set_password(connection, name, chosen)
        _note(connection, "user.password", name, now, (None, _made(given) or None))
        if code_lost:
            turn_off(connection, name)
            _note(connection, "user.totp_off", name, now)
    click.echo("Changed.")
    _tell(given)


@command.command()
@click.argument("name")
def disable(name: str) -> None:
    """Let NAME in no more, from now on."""
    with _writing() as (services, connection):
        people.disable(connection, name, services.clock.now())
        _note(connection, "user.disabled", name, services.clock.now())
    click.echo("Disabled.")


@command.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let NAME in again."""
    with _writing() as (services, connection):
        people.enable(connection, name)
        _note(connection, "user.enabled", name, services.clock.now())
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
        if ended:
            told = None, {"sign_in": ended}
            _note(connection, "sign_in.ended", name, services.clock.now(), told)
        for one in sign_ins.listed(connection, name, services.clock.now()):
            click.echo(f"{one.id}  {one.last_seen_at:%Y-%m-%d %H:%M} UTC  {one.address}")


def _chosen(password: str | None, *, once: bool) -> str | None:
    """Return the password, which is asked for twice; None: one is made for once."""
    if once and password is not None:
        raise click.UsageError("Give either --password or --once.")
    if once or password is not None:
        return password
    asked: str = click.prompt(ASKED, hide_input=True, confirmation_prompt=True, type=Long())
    return asked


def _made(given: str) -> dict[str, bool]:
    """Return what the audit log keeps of a password that was made."""
    return {"once": True} if given else {}


def _tell(given: str) -> None:
    """Say it only once it is kept."""
    if given:
        click.echo(f"With this password, once, until three days from now: {given}")


@contextmanager
def _writing() -> Iterator[tuple[Services, Connection]]:
    services = open_services()
    try:
        with services.engine.begin() as connection:
            yield services, connection
    except (BadPerson, BadPassword) as error:
        raise click.ClickException(str(error)) from error


def _note(
    connection: Connection,
    what: str,
    name: str,
    now: datetime,
    told: tuple[Told, Told] = (None, None),
) -> None:
    about = name.strip().casefold()
    before, after = told
    note(connection, who=operator(), what=what, about=about, before=before, after=after, at=now)


def _state(person: Person) -> str:
    if person.disabled_at:
        return "disabled"
    if person.once_until:
        return "has chosen no password yet"
    return "two-step" if person.totp else ""


def _there(connection: Connection, name: str) -> Person:
    found = people.find(connection, name)
    if found is None:
        raise BadPerson(f"There is nobody named {name!r}.")
    return found


def _roles(given: tuple[str, ...]) -> list[Role]:
    return cast("list[Role]", list(given))
