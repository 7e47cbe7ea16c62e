"""`linja serve`: the web server alone, for production."""

import os
import sys

import click

from ivr.clock import RunningClock
from ivr.run.children import ROOT, web
from ivr.run.counting import counted_in
from ivr.settings import BadSettings, Settings

NEEDED = (
    "secret_key",
    "public_url",
    "twilio_account_sid",
    "twilio_auth_token",
)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 in a container.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; default one per core.")
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True)
def command(host: str, workers: int | None, threads: int) -> None:
    """Answer webhooks with gunicorn (`wsgi:app`) on PORT."""
    settings = settings_for_production()
    server = web(int(settings.port), workers or os.cpu_count() or 1, threads, host)
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", *server.arguments], _environ(settings))  # noqa: S606 -- becomes the server


def settings_for_production() -> Settings:
    """Read the environment; what production needs and is not set is said at once."""
    try:
        settings = Settings.read(os.environ)
    except BadSettings as problem:
        raise click.ClickException(str(problem)) from problem
    missing = [name.upper() for name in NEEDED if not getattr(settings, name)]
    if missing:
        raise click.ClickException(f"{', '.join(missing)}: must be set, see `linja settings`.")
    return settings


def _environ(settings: Settings) -> dict[str, str]:
    """Settle business time once for all workers, and the data directory before the move."""
    kept = {name: value for name, value in os.environ.items() if name != "LINJA_CLOCK"}
    offset = settings.clock_offset(RunningClock().now()).total_seconds()
    return {
        **kept,
        "LINJA_CLOCK_OFFSET": f"{offset:.3f}",
        "LINJA_DATA_DIR": str(settings.data_dir),
        **counted_in(settings.data_dir),
    }
