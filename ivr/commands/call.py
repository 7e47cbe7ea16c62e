"""`linja call`: call through the simulator and hear what a caller hears."""

import json
import os
import re

import click
import phonenumbers

from ivr.run.runfile import Run, read_run
from ivr.settings import BadSettings, Settings
from simulator.face import HANG_UP, CallRefused, NothingRuns, interactive, lines_of, scripted

NOTHING_RUNS = (
    "Nothing is running on {}. Start it with: make run. If it runs with another LINJA_DATA_DIR, "
    "give that here too."
)
ON_TWILIO = (
    "Calls come from Twilio here, so there is no simulator to call through. Call the line with a "
    "telephone, or unset TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL, then: make run"
)
QUEUE_SECONDS = 5.0
"""So long a scripted caller waits for somebody at a desk."""


@click.command("call")
@click.option("--from", "from_", default="+358401110001", metavar="NUMBER", show_default=True)
@click.option(
    "--to", default="+358931570000", metavar="LINE", show_default=True, help="Number or name."
)
@click.option("--press", "presses", multiple=True, metavar="KEYS", help='"" is silence.')
@click.option("--json", "as_json", is_flag=True, help="Print the transcript as JSON.")
def command(from_: str, to: str, presses: tuple[str, ...], *, as_json: bool) -> None:
    """
    Call a line through the simulator; print what is heard.

    Each --press answers the next wait; in the queue, whoever sits at a desk has five seconds to
    take the call. Without --press it asks for keys; with --json it listens until the first wait.
    """
    running = running_here()
    caller, line = number_of(from_), line_of(to, running)
    try:
        if not presses and not as_json:
            ended = interactive(running.simulator_url, caller, line, _ask, click.echo)
            click.echo(f"-- {ended}")
            return
        result = scripted(running.simulator_url, caller, line, presses, QUEUE_SECONDS)
    except NothingRuns as error:
        raise click.ClickException(NOTHING_RUNS.format(running.url)) from error
    except CallRefused as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join([*lines_of(result["transcript"]), f"-- {result['ended']}"]))


def running_here() -> Run:
    """Find what runs here, and has a simulator. Raises ClickException."""
    try:
        settings = Settings.read(os.environ)
    except BadSettings as error:
        raise click.ClickException(str(error)) from error
    if settings.on_twilio:
        raise click.ClickException(ON_TWILIO)
    running = read_run(settings.data_dir)
    if running is None:
        raise click.ClickException(NOTHING_RUNS.format(settings.data_dir))
    if not running.simulator_url:
        raise click.ClickException(ON_TWILIO)
    return running


def line_of(text: str, running: Run) -> str:
    """Give a line's number by its number or name. Raises ClickException."""
    if text in running.lines:
        return running.lines[text]
    if re.search(r"[^\d\s()+-]", text):
        names = ", ".join(sorted(running.lines)) or "none"
        raise click.ClickException(f"There is no line named {text!r}. Names: {names}")
    return number_of(text)


def number_of(text: str) -> str:
    """Give the international form of a Finnish or international number; the rest as it is."""
    try:
        parsed = phonenumbers.parse(text, "FI")
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _ask(prompt: str) -> str:
    """Ctrl-C and the end of the input put the receiver down."""
    try:
        answer: str = click.prompt(prompt, default="", show_default=False)
    except click.Abort:
        click.echo()
        return HANG_UP
    return answer
