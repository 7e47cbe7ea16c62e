"""`linja settings`: every setting with its value, its default and what it means."""

import os
from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click

from ivr.settings import BadSettings, Settings


@click.command("settings")
def command() -> None:
    """List the settings. Secrets are not shown, only whether they are set."""
    click.echo("\n\n".join(_entry(field, os.environ) for field in fields(Settings)))
    try:
        Settings.read(os.environ)
    except BadSettings as problem:
        raise click.ClickException(f"They do not fit together:\n{problem}") from problem


def without_secrets(value: str) -> str:
    """Return a setting as it may be printed: an address without user, password and query."""
    if "://" not in value:
        return value
    try:
        parts = urlsplit(value)
    except ValueError:
        return "(set, not an address)"
    user, at, host = parts.netloc.rpartition("@")
    shown = parts._replace(netloc=f"***@{host}" if user or at else host)
    return urlunsplit(shown._replace(query="***" if parts.query else ""))


def _entry(field: Field[Any], environ: Mapping[str, str]) -> str:
    name = field.name.upper()
    given = environ.get(name, "").strip()
    shown = "(set, not shown)" if given and field.metadata["secret"] else without_secrets(given)
    lines = [name, f"  {field.metadata['meaning']}"]
    lines.append(f"  value    {shown or '(not set)'}")
    lines.append(f"  default  {field.default or '(none)'}")
    return "\n".join(lines)
