"""The `linja` command. Each file in `ivr/commands/` adds its own commands to this group."""

import importlib
import pkgutil
from typing import Any

import click
from sqlalchemy.exc import OperationalError

import ivr.commands
from ivr.db.stale import StaleDatabase
from ivr.settings import BadSettings

DATABASE_AWAY = "The database could not do it: if it is busy or away, try again later."


COMMANDS = sorted(module.name for module in pkgutil.iter_modules(ivr.commands.__path__))


class Cli(click.Group):
    """
    Loads a command only when it is used: a call by hand should not wait for all of them.

    Says what is wrong with the settings or the database, instead of where it was noticed.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name the files of `ivr/commands/`."""
        return COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Load the file of this name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"ivr.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except (BadSettings, StaleDatabase) as problem:
            raise click.ClickException(str(problem)) from problem
        except OperationalError as problem:
            raise click.ClickException(f"{DATABASE_AWAY} ({problem.orig})") from problem


@click.group(cls=Cli, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Answer a company's telephone: language, outage, and always a person."""
