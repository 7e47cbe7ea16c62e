"""`linja audit`: who changed what, the newest first."""

import json

import click

from ivr.audit.days import begins, is_over
from ivr.audit.names import WHATS
from ivr.audit.reading import Entry, Wanted, every
from ivr.audit.told import as_json, differences
from ivr.clock import HELSINKI
from ivr.local import open_services


def _day(_context: click.Context, _option: click.Parameter, given: str) -> str:
    try:
        begins(given)
    except ValueError:
        raise click.BadParameter(f"{given!r} is no day: write 2026-11-23") from None
    return given


@click.command("audit")
@click.option("--who", default="", metavar="NAME", help="Only what NAME did.")
@click.option("--what", type=click.Choice(WHATS), metavar="NAME", help="Such as flow.published.")
@click.option("--about", default="", metavar="TEXT", help="What it was done to.")
@click.option(
    "--from",
    "since",
    default="",
    metavar="DAY",
    callback=_day,
    help="From this day on, in Helsinki.",
)
@click.option(
    "--to",
    "until",
    default="",
    metavar="DAY",
    callback=_day,
    help="Until this day, which is in it.",
)
@click.option("--most", type=click.IntRange(1, 1_000_000), default=50, show_default=True)
@click.option("--json", "as_json_", is_flag=True, help="For programs.")
def command(  # noqa: PLR0913 -- each is an option
    who: str,
    what: str | None,
    about: str,
    since: str,
    until: str,
    most: int,
    *,
    as_json_: bool,
) -> None:
    """List who changed or looked up what, the newest first."""
    wanted = Wanted(who, what or "", about, begins(since), is_over(until))
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        found = list(every(connection, wanted, most))
    if as_json_:
        click.echo(json.dumps(list(map(as_json, found)), ensure_ascii=False, indent=2))
        return
    for entry in found:
        click.echo(_line(entry))
    if not found:
        click.echo("Nothing is noted.", err=True)


def _line(entry: Entry) -> str:
    at = f"{entry.at.astimezone(HELSINKI):%d.%m.%Y %H.%M.%S}"
    changed = "; ".join(
        f"{one.at}: {one.before} -> {one.after}" if one.before else f"{one.at}: {one.after}"
        for one in differences(entry)
    )
    parts = [at, entry.who, f"({entry.came_by})", entry.what, entry.about, changed]
    return _on_one_line("  ".join(filter(None, parts)))


def _on_one_line(text: str) -> str:
    """What somebody wrote shows no line of its own, and steers no terminal."""
    return "".join(one if one.isprintable() else " " for one in text)
