"""`linja feed areas`: places that a source names and no postcode is known for."""

import click
from sqlalchemy import Connection

from ivr.clock import HELSINKI
from ivr.feeds.acts import person_named
from ivr.feeds.area_deeds import say_area, unmatched_in, unsay_area, words_of
from ivr.feeds.area_store import areas_in, said_of
from ivr.feeds.persons_word import refused
from ivr.feeds.sources import get_source
from ivr.local import open_services
from ivr.services import Services

EXAMPLE = "--is 33100,Tampere"


@click.command("areas")
@click.argument("source")
@click.argument("area", required=False)
@click.option(
    "--is", "means", multiple=True, help="Postcodes, ranges or municipalities, with commas."
)
@click.option("--forget", is_flag=True, help="Take back what was said of AREA.")
@click.option("--by", metavar="NAME", help="Who says so; it is kept.")
@refused
def command(
    source: str, area: str | None, means: tuple[str, ...], by: str | None, *, forget: bool
) -> None:
    """
    List the areas of SOURCE that no postcode is known for, and where people said that they are.

    With AREA, in the words of SOURCE, say where it is (--is) or take that back (--forget): it
    counts from the next call on, and for all that SOURCE sends later.
    """
    services = open_services()
    if area is None:
        if means or forget:
            raise click.UsageError("say which AREA")
        _list(services, source)
        return
    if bool(means) == forget:
        raise click.UsageError(f"say where it is, such as {EXAMPLE}, or --forget")
    who = _person(by)
    if forget:
        moved = unsay_area(services, source, area, who)
        click.echo(f"Forgotten: {area}. Open outages that name it: {len(moved)}.")
    else:
        wanted = [one for text in means for one in areas_in(text)]
        moved = say_area(services, source, area, wanted, who)
        click.echo(f"Remembered: {area}. Open outages that lie there now: {len(moved)}.")


def _person(by: str | None) -> str:
    try:
        return person_named(by or "")
    except ValueError as error:
        raise click.UsageError(f"--by: {error}") from error


def _list(services: Services, source: str) -> None:
    with services.engine.connect().execution_options(readonly=True) as connection:
        get_source(connection, source)
        unmatched = unmatched_in(connection, source, services.clock.now())
        for area, records in unmatched.items():
            ids = ", ".join(record.outage.id for record in records[:3])
            click.echo(f"not known: {area}  ({len(records)}: {ids})")
        said = _list_said(connection, source)
    if not unmatched and not said:
        click.echo(f"Every area of {source} is known.")


def _list_said(connection: Connection, source: str) -> int:
    every = said_of(connection, source)
    for one in every:
        means = ", ".join(map(words_of, one.means))
        at = f"{one.at.astimezone(HELSINKI):%d.%m.%Y}"
        click.echo(f"{words_of(one.area)} is {means}  ({one.by}, {at})")
    return len(every)
