"""`linja agent`: who takes calls, on which telephone, for which teams."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import click
from sqlalchemy import Connection

from ivr.accounts import people
from ivr.audit.log import note, operator
from ivr.clock import HELSINKI
from ivr.dispatch.agents import (
    Agent,
    BadAgent,
    all_agents,
    choose_state,
    find_agent,
    keep_agent,
    seen,
)
from ivr.lines.store import ConfigurationStore
from ivr.local import open_services
from ivr.queue.bells import DISPATCH
from ivr.services import Services
from routing.numbers import Number, read_number

TELEPHONE = re.compile(r"(sip|client):\S{1,90}")


@click.group("agent")
def command() -> None:
    """Agents: who takes calls, on which telephone, for which teams."""


@command.command("set")
@click.argument("name")
@click.option("--telephone", required=True, help="+358…, sip:… or client:….")
@click.option("--team", "teams", multiple=True, required=True, help="As in `teams`; repeatable.")
def set_(name: str, telephone: str, teams: tuple[str, ...]) -> None:
    """Make NAME, who may sign in, an agent; or change their telephone and teams."""
    with _writing() as (services, connection):
        if people.find(connection, name) is None:
            raise BadAgent(f"There is nobody named {name!r}: add them with `linja user add`.")
        _check_teams(services, teams)
        before, now = find_agent(connection, name), services.clock.now()
        keep_agent(connection, name, _telephone(telephone), teams, now)
        note(
            connection,
            who=operator(),
            what="agent.changed",
            about=name,
            before=_told(before),
            after=_told(find_agent(connection, name)),
            at=now,
        )
    click.echo(f"{name}: {telephone}, {', '.join(sorted(set(teams)))}.")


@command.command("list")
def list_() -> None:
    """List agents: what they do since when, on which telephone, for which teams."""
    services = open_services()
    with services.engine.connect().execution_options(readonly=True) as connection:
        agents = all_agents(connection)
    if not agents:
        click.echo("Nobody is an agent yet: `linja agent set NAME`.")
    for agent in agents:
        since = f"{agent.since.astimezone(HELSINKI):%-d.%-m. %-H.%M}"
        teams = ", ".join(agent.teams) or "no team"
        click.echo(f"{agent.name}  {agent.state} since {since}  {agent.telephone}  {teams}")


@command.command()
@click.argument("name")
@click.argument("state", type=click.Choice(["available", "away"]))
@click.option(
    "--minutes",
    type=click.IntRange(1, 1440),
    default=60,
    show_default=True,
    help="How long they count as there without an open desk.",
)
def state(name: str, state: str, minutes: int) -> None:
    """Say for NAME that they are available, or away."""
    with _writing() as (services, connection):
        now = services.clock.now()
        before = find_agent(connection, name)
        choose_state(connection, name, state, now)
        note(
            connection,
            who=operator(),
            what="agent.state",
            about=name,
            before={"state": before.state} if before else None,
            after={"state": state},
            at=now,
        )
        seen(connection, name, now + timedelta(minutes=minutes))
    services.bells.ring(DISPATCH)
    click.echo(f"{name} is {state}.")


@contextmanager
def _writing() -> Iterator[tuple[Services, Connection]]:
    services = open_services()
    try:
        with services.engine.begin() as connection:
            yield services, connection
    except BadAgent as error:
        raise click.ClickException(str(error)) from error


def _told(agent: Agent | None) -> dict[str, Any] | None:
    return {"telephone": agent.telephone, "teams": list(agent.teams)} if agent else None


def _telephone(given: str) -> str:
    if TELEPHONE.fullmatch(given):
        return given
    number = read_number(given)
    if not isinstance(number, Number) or not given.startswith("+"):
        raise BadAgent(f"{given!r} is no telephone: give +358…, sip:name@host or client:name.")
    return number.e164


def _check_teams(services: Services, teams: tuple[str, ...]) -> None:
    known = ConfigurationStore(services.engine).current().teams
    wrong = [team for team in teams if team not in known]
    if wrong:
        have = ", ".join(sorted(known)) or "none"
        raise BadAgent(f"No such team: {', '.join(wrong)}. There are: {have}.")
    idle = [team for team in teams if not known[team].desk]
    if idle:
        click.echo(f"{', '.join(idle)}: not a desk yet; set `desk: true` in `teams`.", err=True)
