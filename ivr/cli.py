"""The `linja` command. Each file in `ivr/commands/` adds its own commands to this group."""

import importlib
import pkgutil

import click

import ivr.commands


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Answer a company's telephone: language, outage, and always a person."""


for module in pkgutil.iter_modules(ivr.commands.__path__):
    main.add_command(importlib.import_module(f"ivr.commands.{module.name}").command)
