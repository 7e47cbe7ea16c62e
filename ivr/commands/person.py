"""`linja person`: give out everything about one person, or erase it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from ivr.audit.log import note, operator
from ivr.directory.erasing import erase_everywhere
from ivr.directory.store import get
from ivr.journal.moving import move
from ivr.local import open_services
from ivr.privacy.erasing import erase_person, take_number_away
from ivr.privacy.gathering import Rows, gather
from ivr.queue.leases import real_now
from ivr.services import Services
from ivr.settings import Settings
from ivr.voicemail.fetching import NotFetched, fetch, with_running_simulator
from ivr.voicemail.store import Voicemail
from routing.numbers import Number, read_number

NOBODY = "There is no such customer."


@click.group("person")
def command() -> None:
    """Everything about one person: to give it to them, or to erase it."""


@command.command()
@click.argument("number", required=False)
@click.option("--customer", metavar="ID", help="A customer, with all of their numbers.")
@click.option(
    "--recordings",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the sound of their messages into this directory as well.",
)
def export(number: str | None, customer: str | None, recordings: Path | None) -> None:
    """Print everything kept about NUMBER, or about a customer, as JSON by table."""
    services = _open(number, customer)
    with services.engine.connect().execution_options(readonly=True) as connection:
        numbers = _numbers(connection, number, customer)
        found = gather(connection, numbers, customer or "")
    with services.engine.begin() as connection:  # afterwards: reading may take long
        _note(connection, services, "person.exported", customer)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=_plain))
    if recordings:
        recordings.mkdir(parents=True, exist_ok=True, mode=0o700)
        _fetch_all(services.settings, found, recordings)


@command.command()
@click.argument("number", required=False)
@click.option("--customer", metavar="ID", help="A customer, with all of their numbers.")
@click.confirmation_option(prompt="Erase this person for good?")
def erase(number: str | None, customer: str | None) -> None:
    """Erase NUMBER, or a customer, everywhere. What they asked for and is open is ended."""
    services = _open(number, customer)
    with services.engine.begin() as connection:
        if customer:
            if not erase_everywhere(connection, customer):
                raise click.ClickException(NOBODY)
            left: Sequence[str] = ()
        else:
            (read,) = _numbers(connection, number, customer)
            erase_person(connection, [read], real_now(connection))
            left = take_number_away(connection, read)
        _note(connection, services, "person.erased", customer)
    click.echo("Erased. Recordings at Twilio go within minutes, while `linja worker` runs.")
    for one in left:
        click.echo(f"Customer {one} is still there, without the number.")


def _note(connection: Connection, services: Services, what: str, customer: str | None) -> None:
    """Without the number: whoever is erased must not stand here either."""
    at, about = services.clock.now(), customer or ""
    note(connection, who=operator(), what=what, about=about, at=at)


def _open(number: str | None, customer: str | None) -> Services:
    if bool(number) == bool(customer):
        raise click.UsageError("Give a NUMBER or --customer ID.")
    services = open_services()
    move(services.settings.data_dir, services.engine)  # or what waits would come in afterwards
    return services


def _numbers(connection: Connection, number: str | None, customer: str | None) -> list[str]:
    if customer:
        known = get(connection, customer)
        if known is None:
            raise click.ClickException(NOBODY)
        return list(known.phones)
    read = read_number(number)
    if not isinstance(read, Number):
        raise click.ClickException("That is not a telephone number.")
    return [read.e164]


def _fetch_all(settings: Settings, found: Rows, folder: Path) -> None:
    for row in found.get("voicemails", []):
        path = folder / f"{row['id']}.wav"
        try:
            with path.open("wb") as sound:
                fetch(with_running_simulator(settings), _voicemail(row), sound)
        except NotFetched as problem:
            path.unlink()
            click.echo(f"Message {row['id']}: {problem}", err=True)


def _voicemail(row: Mapping[str, Any]) -> Voicemail:
    return Voicemail(**row)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
