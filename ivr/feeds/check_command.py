"""`linja feed check`: try a source's settings on a file, and change nothing."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ivr.clock import RunningClock
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.receive import LARGEST_BODY
from ivr.feeds.settings import BadSourceSettings, SourceSettings, read_settings
from ivr.feeds.trial import SHOWN, Trial, lines
from outage_feed.intake import placed
from outage_feed.push import Sent, Unreadable
from outage_feed.times import BadTime, parse_time
from outage_feed.unseen import unseen
from routing.document import BadDocument, Document, read_document

FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="check")
@click.argument("settings", type=FILES)
@click.argument("file", type=FILES)
@click.option("--source", help="Which of the sources in SETTINGS, if there are several.")
@click.option("--at", "at", help="When to suppose that FILE came, such as 2026-11-22T15:00+02:00.")
@click.option("--all", "everything", is_flag=True, help=f"Show more than the first {SHOWN}.")
def command(
    settings: Path, file: Path, source: str | None, at: str | None, *, everything: bool
) -> None:
    """
    Show what would be read from FILE by the SETTINGS of a source. Nothing is stored.

    SETTINGS is what `linja feed apply` takes. The exit code is 1 if anything was refused.
    """
    name, found = _settings(settings, source)
    if found.reader is None:
        raise click.ClickException(f"sources.{name} names no format, so there is nothing to try")
    sent = Sent(name, file.read_bytes(), _time(at))
    if len(sent.body) > LARGEST_BODY:
        raise click.ClickException(f"more than {LARGEST_BODY} bytes")
    chosen, options = found.reader
    try:
        push = placed(chosen.read(sent, options), gazetteer())
        missing = unseen(sent, options)
    except Unreadable as error:
        raise click.ClickException(f"nothing can be read: {error}") from error
    most = len(push.items) + len(push.refused) if everything else SHOWN
    for line in lines(Trial(push, missing, most)):
        click.echo(line)
    if push.refused:
        raise click.exceptions.Exit(1)


def _settings(path: Path, source: str | None) -> tuple[str, SourceSettings]:
    try:
        document = read_document(path.read_text("utf-8"))
    except (BadDocument, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    name, given = _one(document, source)
    try:
        return name, read_settings(given, ("sources", name))
    except BadSourceSettings as error:
        raise click.ClickException("\n".join(map(document.place, error.problems))) from error


def _one(document: Document, source: str | None) -> tuple[str, Any]:
    sources = document.sections.get("sources")
    if not isinstance(sources, dict) or not sources:
        raise click.ClickException("must have sources: and under it the name of one")
    if source is None and len(sources) > 1:
        raise click.ClickException(f"say which with --source: {', '.join(sources)}")
    name = source or next(iter(sources))
    if name not in sources:
        raise click.ClickException(f"there is no source {name}, only {', '.join(sources)}")
    return name, sources[name]


def _time(at: str | None) -> datetime:
    try:
        return parse_time(at) if at else RunningClock().now()
    except BadTime as error:
        raise click.ClickException(f"--at {error}") from error
