"""`linja sms`: text a line through the simulator, and read what a telephone has got."""

import json

import click

from ivr.commands.call import NOTHING_RUNS, line_of, number_of, running_here
from ivr.run.runfile import Run
from simulator.face import CallRefused, NothingRuns, inbox, texted


@click.command("sms")
@click.option("--from", "from_", default="+358401110001", metavar="NUMBER", show_default=True)
@click.option(
    "--to", default="+358931570000", metavar="LINE", show_default=True, help="Number or name."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
@click.argument("text", required=False)
def command(from_: str, to: str, text: str | None, *, as_json: bool) -> None:
    """
    Send TEXT to a line through the simulator; print what is answered.

    Without TEXT, print what the telephone has got so far.
    """
    running = running_here()
    number, url = number_of(from_), running.simulator_url
    try:
        answers = inbox(url, number) if text is None else _sent(running, number, to, text)
    except NothingRuns as error:
        raise click.ClickException(NOTHING_RUNS.format(running.url)) from error
    except CallRefused as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        name = "inbox" if text is None else "answers"
        click.echo(json.dumps({name: answers}, ensure_ascii=False, indent=2))
    else:
        nothing = "-- nothing" if text is None else "-- no answer"
        click.echo("\n".join(answers) or nothing)


def _sent(running: Run, number: str, to: str, text: str) -> list[str]:
    return texted(running.simulator_url, number, line_of(to, running), text)
