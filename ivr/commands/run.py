"""`linja run`: everything on one machine."""

import os

import click

from ivr.logs import configure_logs
from ivr.run.plan import CannotRun
from ivr.run.runfile import AlreadyRunning
from ivr.run.supervise import supervise
from ivr.settings import BadSettings, Settings


@click.command("run")
@click.option("--port", type=click.IntRange(1, 65535), help="Where to listen; default 8000.")
@click.option(
    "--data-dir", type=click.Path(file_okay=False), help="Where everything is kept; default var."
)
@click.option("--no-demo", is_flag=True, help="Leave a new data directory empty.")
def command(port: int | None, data_dir: str | None, *, no_demo: bool) -> None:
    """
    Answer calls on this machine: web server, embedded store and, without Twilio, a simulator.

    A new data directory is filled with a demo company. Ctrl-C stops everything.
    """
    configure_logs()
    given = {"PORT": str(port or ""), "LINJA_DATA_DIR": data_dir or ""}
    environ = {**os.environ, **{name: value for name, value in given.items() if value}}
    try:
        supervise(Settings.read(environ), environ, click.echo, demo=not no_demo)
    except (BadSettings, AlreadyRunning, CannotRun) as problem:
        raise click.ClickException(str(problem)) from problem
