"""`linja voicemail`: hear what callers left, and close it."""

import json
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from ivr.clock import HELSINKI
from ivr.lines.store import ConfigurationStore
from ivr.local import open_services
from ivr.masking import masked
from ivr.queue.bells import CALLBACKS
from ivr.voicemail import store
from ivr.voicemail.fetching import NotFetched, fetch, with_running_simulator
from ivr.voicemail.store import Voicemail
from ivr.voicemail.to_callback import NoCallback, make_callback


@click.group("voicemail")
def command() -> None:
    """Messages that callers left; each waits until somebody closes it."""


@command.command("list")
@click.option("--all", "all_of_them", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True)
def list_them(*, all_of_them: bool, as_json: bool) -> None:
    """List the open messages, oldest first."""
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        found = store.listed(connection, all_of_them=all_of_them)
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        at = f"{one.received_at.astimezone(HELSINKI):%d.%m. %H.%M}"
        parts = [one.id, at, one.line, one.language, masked(one.number), f"{one.seconds} s"]
        click.echo("  ".join([*parts, one.state, *filter(None, [one.closed_by, one.note])]))


@command.command("fetch")
@click.argument("voicemail_id", metavar="ID")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def fetch_one(voicemail_id: str, file: Path) -> None:
    """Write the sound of message ID to FILE (WAV)."""
    services = open_services()
    with services.engine.begin() as connection:
        found = _find(connection, voicemail_id)
    draft = file.with_name(f"{file.name}.part")
    try:
        with draft.open("wb") as sound:
            size = fetch(with_running_simulator(services.settings), found, sound)
        draft.replace(file)
    except (NotFetched, OSError) as problem:
        draft.unlink(missing_ok=True)
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{file}: {size} bytes, {found.seconds} s")


@command.command("done")
@click.argument("voicemail_id", metavar="ID")
@click.option("--by", required=True, metavar="NAME", help="Who has dealt with it.")
@click.option("--note", default="", help="What was done.")
def done(voicemail_id: str, by: str, note: str) -> None:
    """Close message ID."""
    services = open_services()
    with services.engine.begin() as connection:
        found = _find(connection, voicemail_id)
        closed = store.close(connection, found, by, note, services.clock.now())
    if not closed:
        raise click.ClickException(f"It was closed by {found.closed_by}.")
    click.echo("Closed.")


@command.command("callback")
@click.argument("voicemail_id", metavar="ID")
@click.option("--by", required=True, metavar="NAME", help="Who decides it.")
def callback(voicemail_id: str, by: str) -> None:
    """Ring back whoever left message ID, and close it."""
    services = open_services()
    configuration = ConfigurationStore(services.engine).current()
    try:
        with services.engine.begin() as connection:
            found = _find(connection, voicemail_id)
            at = services.clock.now()
            booked = make_callback(connection, found, configuration, by, at)
    except NoCallback as problem:
        raise click.ClickException(str(problem)) from problem
    services.bells.ring(CALLBACKS)
    click.echo(f"Callback {booked.id}")


def _find(connection: Connection, voicemail_id: str) -> Voicemail:
    found = store.find(connection, voicemail_id)
    if found is None:
        raise click.ClickException("There is no such message: see `linja voicemail list --all`.")
    return found


def _plain(one: Voicemail) -> dict[str, Any]:
    return {
        "id": one.id,
        "number_masked": masked(one.number),
        "line": one.line,
        "language": one.language,
        "topic": one.topic,
        "seconds": one.seconds,
        "received_at": one.received_at.astimezone(HELSINKI).isoformat(),
        "state": one.state,
        "closed_by": one.closed_by,
        "note": one.note,
    }
