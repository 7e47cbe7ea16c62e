"""`linja calls`: which calls there were, and one of them as the caller heard it."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click
from sqlalchemy import Connection

from ivr.clock import HELSINKI
from ivr.journal.moving import move
from ivr.journal.store import CallHeld, Turns, newest, turns_of
from ivr.local import open_services
from ivr.masking import masked
from routing.numbers import Number, read_number

_SID = re.compile(r"CA[0-9a-f]{32}")
_KEPT = (
    "turn",
    "language",
    "flow",
    "step",
    "given_kind",
    "given",
    "said",
    "verb",
    "why",
    "notices",
)


@click.command("calls")
@click.argument("number_or_sid", default="")
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(number_or_sid: str, *, most: int, as_json: bool) -> None:
    """
    List calls, the newest first: all, or those of one number.

    With Twilio's SID of a call (CA…) show what its caller heard and pressed.
    """
    services = open_services()
    move(services.settings.data_dir, services.engine)
    with services.engine.connect().execution_options(readonly=True) as connection:
        if _SID.fullmatch(number_or_sid):
            _show(turns_of(connection, number_or_sid), as_json=as_json)
            return
        _list(_found(connection, number_or_sid, most), as_json=as_json)


def _found(connection: Connection, number: str, most: int) -> list[CallHeld]:
    if not number:
        return newest(connection, most=most)
    read = read_number(number)
    if not isinstance(read, Number):
        raise click.ClickException("That is neither a telephone number nor the SID of a call.")
    return newest(connection, read.e164, most)


def _list(calls: list[CallHeld], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_plain(call) for call in calls], ensure_ascii=False, indent=2))
        return
    for call in calls:
        at = f"{call.started_at.astimezone(HELSINKI):%d.%m.%Y %H.%M.%S}"
        number = masked(call.number) or "no number"
        turns = f"{call.turns} turns" if call.turns != 1 else "1 turn"
        parts = (at, call.call_sid, number, call.line, call.language, turns, call.verb)
        click.echo("  ".join(parts))


def _plain(call: CallHeld) -> Mapping[str, Any]:
    plain = asdict(call)
    number, started_at = plain.pop("number"), plain.pop("started_at")
    return {**plain, "number_masked": masked(number), "started_at": started_at.isoformat()}


def _show(turns: Turns, *, as_json: bool) -> None:
    if not turns:
        raise click.ClickException("There is no such call in the journal.")
    if as_json:
        plain = [
            {"at": turn.at.isoformat(), **{name: getattr(turn, name) for name in _KEPT}}
            for turn in turns
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for turn in turns:
        at = f"{turn.at.astimezone(HELSINKI):%H.%M.%S}"
        given = " ".join(part for part in (turn.given_kind, turn.given) if part)
        why = f" ({turn.why})" if turn.why else ""
        click.echo(f"{at}  {given}  ->  {turn.flow}/{turn.step}, {turn.language}{why}")
        for said in turn.said:
            click.echo(f"    {said['text']}  [{said['key']}]")
        click.echo(f"    {turn.verb}")
