"""The `linja` command. Each file in `ivr/commands/` adds its own commands to this group."""

import importlib
import pkgutil
from typing import Any

import click
from sqlalchemy.exc import OperationalError

import ivr.commands
from ivr.db.migrate import StaleDatabase
from ivr.settings import BadSettings

DATABASE_AWAY = "The database could not do it: if it is busy or away, try again later."


class Cli(click.Group):
    """Says what is wrong with the settings or the database, instead of where it was noticed."""

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


for module in pkgutil.iter_modules(ivr.commands.__path__):
    main.add_command(importlib.import_module(f"ivr.commands.{module.name}").command)
