"""`linja worker`: callbacks, and everything that has its time."""

import os

import click

from ivr.commands.serve import settings_for_production
from ivr.db.stale import StaleDatabase
from ivr.local import open_worker
from ivr.logs import configure_logs
from ivr.queue.duties import duties
from ivr.queue.workers import supervise_workers


@click.command("worker")
@click.option(
    "--grace",
    type=click.FloatRange(0, 600),
    default=20.0,
    show_default=True,
    help="Seconds that work which has begun may take after SIGTERM.",
)
def command(grace: float) -> None:
    """
    Do what is due: a process for each queue, and a clock that needs no Redis.

    Start one on each machine; of all clocks only one does a thing at a time.
    """
    configure_logs()
    settings_for_production()
    try:
        services = open_worker(os.environ)
    except StaleDatabase as problem:
        raise click.ClickException(str(problem)) from problem
    services.engine.dispose()  # connections do not survive the fork
    supervise_workers(services, duties(), grace)
