"""`linja feed status` and `quarantine`: how sources are doing, and what of theirs was refused."""

import json
from datetime import datetime

import click

from ivr.clock import HELSINKI
from ivr.feeds import quarantine
from ivr.feeds.quarantine import Kept
from ivr.feeds.sources import BadSource, get_source
from ivr.feeds.status import Status, counts, first_problem, names, status_json, status_of
from ivr.local import open_services

COUNTED = ("unmatched", "held", "waiting", "quarantined")
HOUR_SECONDS, TWO_MINUTES_SECONDS = 3600, 120


@click.command("status")
@click.argument("source", required=False)
@click.option("--json", "as_json", is_flag=True, help="Everything.")
def status(source: str | None, *, as_json: bool) -> None:
    """Tell how SOURCE is doing, or all: how fresh, what came last, what needs a person."""
    services = open_services()
    now = services.clock.now()
    with services.engine.connect().execution_options(readonly=True) as connection:
        try:
            wanted = [source] if source else names(connection)
            found = [status_of(connection, name, now) for name in wanted]
        except BadSource as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        listed = [status_json(one) for one in found]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("There is no source yet: `linja feed token SOURCE` makes one.")
    for one in found:
        click.echo("  ".join(_words(one)))
        for problem in one.problems:
            click.echo(f"    {problem}")


@click.command("quarantine")
@click.argument("source")
@click.argument("id_", metavar="[ID]", type=int, required=False)
@click.option("--body", is_flag=True, help="Write what came, byte by byte, and nothing else.")
def list_or_show(source: str, id_: int | None, *, body: bool) -> None:
    """List what was refused of SOURCE, the newest first; with ID, all that was wrong with it."""
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        try:
            get_source(connection, source)
        except BadSource as error:
            raise click.ClickException(str(error)) from error
        if id_ is None:
            for kept in quarantine.listed(connection, source):
                click.echo(_line(kept))
            return
        found = quarantine.find(connection, source, id_)
    if found is None:
        raise click.ClickException(f"{source} has nothing of this number in quarantine.")
    if body:
        click.echo(found.refusal.body, nl=False)
        return
    click.echo(_line(found))
    click.echo(json.dumps(list(found.refusal.reasons), ensure_ascii=False, indent=2))


def _words(one: Status) -> list[str]:
    heard, last = one.source.freshness.last_push_at, one.last_result
    told = counts(one)
    words = [one.source.name, _format(one), one.state]
    if heard:
        words.append(f"heard {_time(heard)} ({_age(one.now, heard)} ago)")
    if last:
        words.append(str(last["result"]))
    words.append(f"{told['open']} open")
    words += [f"{told[name]} {name}" for name in COUNTED if told[name]]
    if one.poll:
        words.append(f"next poll in {max(0, round(one.poll.next_in_seconds))} s")
    return words


def _format(one: Status) -> str:
    return (one.settings.format if one.settings else "") or "by Content-Type"


def _line(kept: Kept) -> str:
    refusal = kept.refusal
    first = first_problem(refusal.reasons[0]) if refusal.reasons else ""
    more = f" (and {len(refusal.reasons) - 1} more)" if len(refusal.reasons) > 1 else ""
    since = f"{_time(kept.first_at)}-" if kept.first_at != kept.last_at else ""
    size = f"{refusal.size_bytes} bytes"
    return (
        f"{kept.id}  {since}{_time(kept.last_at)}  {refusal.came_by}  {refusal.status}  "
        f"{size}  {first}{more}"
    )


def _age(now: datetime, then: datetime) -> str:
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < TWO_MINUTES_SECONDS:
        return f"{seconds} s"
    if seconds < 2 * HOUR_SECONDS:
        return f"{seconds // 60} min"
    return f"{seconds // HOUR_SECONDS} h"


def _time(time: datetime) -> str:
    return f"{time.astimezone(HELSINKI):%d.%m. %H.%M}"
