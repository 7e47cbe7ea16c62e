"""`linja customers`: import, show and erase."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from ivr.audit.log import note, operator
from ivr.directory.csv_import import import_customers
from ivr.directory.erasing import erase_everywhere
from ivr.directory.sheet import BadFile, Finding
from ivr.directory.store import find_by_phone
from ivr.journal.moving import move
from ivr.local import open_services
from routing.numbers import Number, read_number


@click.group("customers")
def command() -> None:
    """Customers: who calls from which number, in which language, where they live."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Add and change customers from FILE, a CSV with a column customer_id; nobody is removed."""
    services = open_services()
    # What is not UTF-8 is let in here, so that one such row is refused and not the whole file.
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        try:
            tally = import_customers(services.engine, lines, _tell)
        except BadFile as error:
            raise click.ClickException(f"{file}: {error}") from None
    with services.engine.begin() as connection:
        now, after = services.clock.now(), asdict(tally)
        note(connection, who=operator(), what="customers.imported", after=after, at=now)
    click.echo(
        f"{tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged, "
        f"{tally.refused} refused"
    )
    if tally.refused:
        raise click.exceptions.Exit(1)


@command.command()
@click.argument("number")
def show(number: str) -> None:
    """Show the customers of NUMBER, in any Finnish or international form."""
    read = read_number(number)
    if not isinstance(read, Number):
        raise click.ClickException("That is not a telephone number.")
    services = open_services()
    with services.engine.begin() as connection:
        found = find_by_phone(connection, read.e164)
        now, ids = services.clock.now(), {"customers": [one.customer_id for one in found]}
        if found:
            note(connection, who=operator(), what="customer.shown", after=ids, at=now)
    if not found:
        raise click.ClickException("No customer has that number.")
    click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))


@command.command("erase")
@click.argument("customer_id")
def erase_one(customer_id: str) -> None:
    """Erase a customer and their numbers, for good."""
    services = open_services()
    move(services.settings.data_dir, services.engine)  # or what waits would come in afterwards
    with services.engine.begin() as connection:
        was_there = erase_everywhere(connection, customer_id)
        now = services.clock.now()
        if was_there:
            note(connection, who=operator(), what="person.erased", about=customer_id, at=now)
    if not was_there:
        raise click.ClickException("There is no such customer.")
    click.echo("Erased.")


def _tell(finding: Finding) -> None:
    verdict = "refused: " if finding.refused else ""
    click.echo(f"line {finding.line}: {verdict}{finding.text}", err=True)
