"""`python -m ivr.reference [--check] docs/reference`: write the pages, or say which are stale."""

from pathlib import Path

import click

from ivr.reference.pages import stale, write


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a page is stale.")
def command(folder: Path, *, check: bool) -> None:
    """Make the reference of the code."""
    if not check:
        write(folder)
        return
    found = stale(folder)
    if found:
        raise click.ClickException(f"out of step: {', '.join(found)}. Run `make reference`.")


if __name__ == "__main__":
    command()
