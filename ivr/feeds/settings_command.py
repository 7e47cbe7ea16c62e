"""`linja feed apply` and `show`: how sources send, as YAML."""

from collections.abc import Iterable
from pathlib import Path

import click

from ivr.feeds.settings import BadSourceSettings
from ivr.feeds.settings_store import SECTION, apply_settings, shown_settings
from ivr.feeds.sources import BadSource
from ivr.feeds.status import names
from ivr.local import open_services
from ivr.plain_yaml import plain_yaml
from routing.document import BadDocument, read_document


@click.command("apply")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def apply_file(file: Path) -> None:
    """
    Apply the sources in FILE, or nothing of it.

    Each source in it is replaced whole; sources that it does not name stay as they are.
    """
    try:
        document = read_document(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise _refused(file, ["is not UTF-8"]) from None
    except BadDocument as error:
        raise _refused(file, error.problems) from None
    try:
        applied = apply_settings(open_services(), document.sections)
    except BadSourceSettings as error:
        raise _refused(file, [document.place(one) for one in error.problems]) from None
    new = dict.fromkeys(applied.new, " (new)")
    click.echo(f"Applied: {', '.join(name + new.get(name, '') for name in applied.names)}")


@click.command("show")
@click.argument("source", required=False)
def show(source: str | None) -> None:
    """Print the settings of SOURCE, or of all, as `apply` reads them; secrets are left out."""
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        try:
            wanted = [source] if source else names(connection)
            shown = {name: shown_settings(connection, name) for name in wanted}
        except BadSource as error:
            raise click.ClickException(str(error)) from error
    click.echo(plain_yaml({SECTION: shown}), nl=False)


def _refused(file: Path, problems: Iterable[str]) -> click.ClickException:
    lines = [f"{file}: {problem}" for problem in problems]
    return click.ClickException("\n".join(["nothing was applied", *lines]))
