"""What every command has that takes a person's word on outages: their name, and why it is no."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from ivr.feeds.acts import person_named
from ivr.feeds.manual import BadNotice
from ivr.feeds.sources import BadSource
from ivr.feeds.waiting import SamePerson

Command = Callable[..., None]


def _person(_context: click.Context, _option: click.Parameter, given: str) -> str:
    try:
        return person_named(given)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


BY = click.option(
    "--by", required=True, metavar="NAME", callback=_person, help="Who says so; it is kept."
)


def refused(run: Command) -> Command:
    """Say what is wrong in words, with exit code 1."""

    @wraps(run)
    def wrapped(**given: Any) -> None:
        try:
            run(**given)
        except (BadNotice, BadSource, SamePerson) as problem:
            problems = getattr(problem, "problems", (str(problem),))
            raise click.ClickException("\n".join(problems)) from problem

    return wrapped
