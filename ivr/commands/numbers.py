"""`linja numbers`: numbers that are never rung, and letting one be rung again."""

import click

from ivr.audit.log import note, operator
from ivr.callbacks.stopped import all_stopped, count_stopped, ring_again
from ivr.clock import HELSINKI
from ivr.local import open_services
from ivr.masking import masked
from routing.numbers import Number, read_number


@click.group("numbers", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Numbers whose holder has told us on a call never to ring again, the newest first."""
    if context.invoked_subcommand:
        return
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        for number, at in all_stopped(connection):
            click.echo(f"{masked(number)}  since {at.astimezone(HELSINKI):%d.%m.%Y %H.%M}")
        click.echo(f"never rung: {count_stopped(connection)}")


@command.command("lift")
@click.argument("number")
def lift(number: str) -> None:
    """Let NUMBER be rung again, when its holder asks for it."""
    read = read_number(number)
    if not isinstance(read, Number):
        raise click.ClickException("That is no telephone number: write it as +358401234567.")
    services = open_services()
    with services.engine.begin() as connection:
        if not ring_again(connection, read.e164):
            raise click.ClickException("This number has not asked us never to ring it.")
        # Without the number: whoever is erased later must not stand here.
        note(connection, who=operator(), what="number.lifted", at=services.clock.now())
    click.echo("It may be rung again.")
