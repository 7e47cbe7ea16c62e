"""`linja messages`: whom we have promised a text message, and what has become of it."""

import json
from datetime import datetime
from typing import Any

import click

from ivr.audit.log import note
from ivr.clock import HELSINKI
from ivr.local import open_services
from ivr.masking import masked
from ivr.messages.ledger import Change, change
from ivr.messages.records import Message, every_message, find_message
from ivr.messages.stopping import STOPPABLE
from routing.message import OPEN, State


@click.group("messages", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Everything, what has ended too.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List the messages that are to be sent on repair, oldest first."""
    if context.invoked_subcommand:
        return
    with open_services().engine.connect().execution_options(readonly=True) as connection:
        found = every_message(connection)
    if as_json:
        plain = [_plain(message) for message in found]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    coming = [message for message in found if message.state in OPEN]
    for message in coming:
        click.echo(_line(message))
    if not coming:
        ended = f" {len(found)} have ended: --json lists them." if found else ""
        click.echo(f"No message is to be sent.{ended}", err=True)


@command.command("withdraw")
@click.argument("message_id", metavar="ID")
@click.option("--by", required=True, metavar="NAME", help="Who withdraws it.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is not sent.")
def withdraw(message_id: str, by: str, reason: str) -> None:
    """Send message ID no more."""
    if not by.strip() or not reason.strip():
        raise click.ClickException("A message is withdrawn only by name and with a reason.")
    services = open_services()
    with services.engine.begin() as connection:
        found = find_message(connection, message_id, locked=True)
        if found is None:
            raise click.ClickException("There is no such message: see `linja messages --json`.")
        if found.state not in STOPPABLE:
            raise click.ClickException(f"It is too late: it is {found.state}.")
        withdrawn = Change(State.WITHDRAWN, reason, services.clock.now(), by)
        change(connection, found, withdrawn)
        note(
            connection,
            who=by,
            what="message.withdrawn",
            about=found.id,
            before={"state": found.state},
            after={"state": withdrawn.to.value},
            at=withdrawn.at,
        )
    click.echo("Withdrawn.")


def _plain(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "number_masked": masked(message.number),
        "line": message.line,
        "language": message.language,
        "postcode": message.postcode,
        "service": message.service,
        "outages": [f"{source}/{id_}" for source, id_ in message.outages],
        "state": message.state,
        "reason": message.reason,
        "asked_at": _time(message.asked_at),
        "repaired_at": _time(message.repaired_at),
        "due_at": _time(message.due_at),
        "sent_at": _time(message.sent_at),
        "delivered_at": _time(message.delivered_at),
    }


def _line(message: Message) -> str:
    asked = message.asked_at.astimezone(HELSINKI)
    parts = [
        message.id,
        f"{asked:%d.%m. %H.%M}",
        message.postcode,
        message.service,
        message.language,
        masked(message.number),
        message.state,
        message.reason,
    ]
    if message.state == State.DUE and message.due_at:
        parts.append(f"from {message.due_at.astimezone(HELSINKI):%d.%m. %H.%M}")
    return "  ".join(filter(None, parts))


def _time(at: datetime | None) -> str | None:
    return at.astimezone(HELSINKI).isoformat() if at else None
