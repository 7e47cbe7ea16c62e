"""`linja sms`: text a line through the simulator and read what it answers."""

import json

import click

from ivr.commands.call import NOTHING_RUNS, line_of, number_of, running_here
from simulator.face import CallRefused, NothingRuns, texted


@click.command("sms")
@click.option("--from", "from_", default="+358401110001", metavar="NUMBER", show_default=True)
@click.option(
    "--to", default="+358931570000", metavar="LINE", show_default=True, help="Number or name."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
@click.argument("text")
def command(from_: str, to: str, text: str, *, as_json: bool) -> None:
    """Send TEXT to a line through the simulator; print what is answered."""
    running = running_here()
    try:
        answers = texted(running.simulator_url, number_of(from_), line_of(to, running), text)
    except NothingRuns as error:
        raise click.ClickException(NOTHING_RUNS.format(running.url)) from error
    except CallRefused as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({"answers": answers}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(answers) or "-- no answer")
