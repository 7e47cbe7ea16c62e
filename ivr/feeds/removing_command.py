"""`linja feed remove`: take a source away."""

import click

from ivr.feeds.persons_word import BY, refused
from ivr.feeds.removing import StillOpen, remove_source
from ivr.local import open_services


@click.command("remove")
@click.argument("source")
@BY
@click.option("--open-too", is_flag=True, help="Also while callers hear of its outages.")
@refused
def command(source: str, by: str, *, open_too: bool) -> None:
    """
    Remove SOURCE with its tokens, secrets, settings and what was refused of it.

    Its outages are heard no more; nobody is told that they are repaired.
    """
    try:
        gone = remove_source(open_services(), source, by, open_too=open_too)
    except StillOpen as error:
        raise click.ClickException(
            f"{source} has outages that are going on or to come: {error}. "
            "Say --open-too if nobody is to hear of them."
        ) from error
    heard = f" Of its outages {gone} were open: nobody hears of them any more." if gone else ""
    click.echo(f"Removed: {source}.{heard}")
