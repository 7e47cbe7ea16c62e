"""`linja callbacks`: whom we have promised to ring back, and what has become of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from sqlalchemy import Connection

from ivr.audit.log import note
from ivr.callbacks.account import Account, account_of, overdue, states_of, today
from ivr.callbacks.in_vain import in_vain
from ivr.callbacks.ledger import Change, change
from ivr.callbacks.records import Attempt, Callback, attempts_of, every_callback, find_callback
from ivr.clock import HELSINKI
from ivr.local import open_services
from ivr.masking import masked
from routing.callback import ENDED, State, is_overdue
from routing.retry import MOST_IN_VAIN


@click.group("callbacks", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Everything, with attempts.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List callbacks, oldest first; without --json only those that are open."""
    if context.invoked_subcommand:
        return
    services = open_services()
    now = services.clock.now()
    with services.engine.connect().execution_options(readonly=True) as connection:
        found = every_callback(connection)
        if as_json:
            plain = [_plain(connection, one) for one in found]
            click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
            return
        still_open = [one for one in found if one.state not in ENDED]
        for one in still_open:
            click.echo(_line(one, _troubles(connection, one, now)))
    if not still_open:
        click.echo("No callback is open.", err=True)


@command.command("cancel")
@click.argument("callback_id", metavar="ID")
@click.option("--by", required=True, metavar="NAME", help="Who cancels it.")
@click.option("--reason", required=True, metavar="TEXT", help="Why the customer is not rung.")
def cancel(callback_id: str, by: str, reason: str) -> None:
    """End callback ID without ringing any more."""
    if not by.strip() or not reason.strip():
        raise click.ClickException("A callback ends otherwise only by name and with a reason.")
    services = open_services()
    with services.engine.begin() as connection:
        found = find_callback(connection, callback_id, locked=True)
        if found is None:
            raise click.ClickException("There is no such callback: see `linja callbacks --json`.")
        if found.state in ENDED:
            raise click.ClickException(f"It has ended: {found.state}.")
        ended = Change(State.CANCELLED_BY_STAFF, reason, services.clock.now(), by)
        change(connection, found, ended)
        note(
            connection,
            who=by,
            what="callback.cancelled",
            about=found.id,
            before={"state": found.state},
            after={"state": ended.to.value},
            at=ended.at,
        )
    click.echo("Cancelled.")


@command.command("account")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Which day; today, if left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def account(day: datetime | None, *, as_json: bool) -> None:
    """
    Say what was open, opened and ended on a day in Helsinki, by state.

    Exit code 1: it does not add up.
    """
    services = open_services()
    now = services.clock.now()
    with services.engine.connect().execution_options(readonly=True) as connection:
        told = account_of(connection, day.date() if day else today(now), now)
        late, _ = overdue(connection, now)
    if as_json:
        plain = {**asdict(told), "day": told.day.isoformat(), "adds_up": told.adds_up}
        click.echo(json.dumps({**plain, "overdue_now": late}, indent=2))
    else:
        click.echo("\n".join(_account(told, late)))
    if not told.adds_up:
        raise click.ClickException("The account does not add up: something wrote past the ledger.")


def _account(told: Account, late: int) -> list[str]:
    ended, still = sum(told.ended.values()), sum(told.open.values())
    return [
        f"{told.day.isoformat()}: open at first {told.before}, opened {told.opened}",
        f"ended {ended}" + _by_state(told.ended),
        f"open {still}" + _by_state(told.open),
        *([f"OVERDUE NOW: {late}"] if late else []),
        f"{told.before} + {told.opened} = {ended} + {still}",
    ]


def _by_state(counted: Mapping[str, int]) -> str:
    told = ", ".join(f"{state} {many}" for state, many in states_of(counted))
    return f" ({told})" if told else ""


def _plain(connection: Connection, one: Callback) -> dict[str, Any]:
    return {
        "id": one.id,
        "number_masked": masked(one.number),
        "line": one.line,
        "language": one.language,
        "state": one.state,
        "reason": one.reason,
        "requested_at": _time(one.requested_at),
        "attempts": [_attempt(attempt) for attempt in attempts_of(connection, one.id)],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "at": _time(attempt.at),
        "state": attempt.state,
        "reason": attempt.reason,
        "call_sid": attempt.call_sid,
        "answered_at": _time(attempt.answered_at),
        "ended_at": _time(attempt.ended_at),
    }


def _troubles(connection: Connection, one: Callback, now: datetime) -> list[str]:
    """Say what somebody has to look at; usually nothing."""
    overdue = is_overdue(State(one.state), one.due_at, now)
    times = in_vain(connection, one.id)
    return [
        *(["OVERDUE: does `linja worker` run, and is the line configured?"] if overdue else []),
        *([f"RUNG IN VAIN {times} TIMES: does the team answer?"] if times >= MOST_IN_VAIN else []),
    ]


def _line(one: Callback, troubles: list[str]) -> str:
    at, due = _time(one.requested_at), one.due_at.astimezone(HELSINKI)
    parts = [one.id, at or "", one.line, one.language, masked(one.number), one.state, one.reason]
    return "  ".join([*filter(None, parts), f"from {due:%d.%m. %H.%M}", *troubles])


def _time(at: datetime | None) -> str | None:
    return at.astimezone(HELSINKI).isoformat() if at else None
