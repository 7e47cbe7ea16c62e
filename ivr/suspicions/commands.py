"""`linja outages suspicions`, `confirm-suspicion` and `dismiss-suspicion`."""

import json

import click

from ivr.feeds.persons_word import BY, refused
from ivr.local import open_services
from ivr.suspicions.deciding import confirm, dismiss
from ivr.suspicions.store import OPEN, listed
from ivr.suspicions.told import suspicion_json, suspicion_line


@click.command("suspicions")
@click.option("--json", "as_json", is_flag=True, help="Everything that is kept.")
@click.option("--all", "every", is_flag=True, help="Also those that are decided or expired.")
def suspicions(*, as_json: bool, every: bool) -> None:
    """List places where many called and heard no notice: is something broken there?"""
    services = open_services()
    now = services.clock.now()
    with services.engine.connect().execution_options(readonly=True) as connection:
        found = [one for one in listed(connection) if every or one.standing(now) == OPEN]
    if as_json:
        plain = [suspicion_json(one, now) for one in found]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(suspicion_line(one, now))
    if not found:
        click.echo("Nothing is suspected.", err=True)


@click.command("confirm-suspicion")
@click.argument("id_", metavar="ID")
@BY
@refused
def confirm_suspicion(id_: str, by: str) -> None:
    """Let callers hear of suspicion ID: active, without an estimate."""
    found = confirm(open_services(), id_, by)
    click.echo(f"Callers in {found.postcode} hear it from now on: manual/{found.notice}.")
    click.echo(f"When it is repaired: linja outages end {found.notice} --repaired --by NAME")


@click.command("dismiss-suspicion")
@click.argument("id_", metavar="ID")
@BY
@click.option("--reason", default="")
@refused
def dismiss_suspicion(id_: str, by: str, reason: str) -> None:
    """Make nothing of suspicion ID."""
    dismiss(open_services(), id_, by, reason)
    click.echo(f"Dismissed: {id_}. The place is not suspected again within six hours.")
