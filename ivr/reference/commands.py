"""Commands, as they say of themselves with `--help`."""

from collections.abc import Iterator

import click

from ivr.cli import main

TITLE = "Commands"
ABOUT = "Each also tells this with `--help`. `linja` is `.venv/bin/linja` in a clone."
WIDTH = 96


def body() -> str:
    """Return the help of every command."""
    return "\n\n".join(_told(main, "linja", None))


def _told(command: click.Command, path: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent)
    context.max_content_width = context.terminal_width = WIDTH
    if parent is not None:
        yield f"## {path}\n\n```\n{command.get_help(context)}\n```"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                yield from _told(found, f"{path} {name}", context)
