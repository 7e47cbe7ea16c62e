"""The demo's agents: accounts with passwords that everybody knows, only beside the simulator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ivr.accounts import people
from ivr.accounts.passwords import matches
from ivr.dispatch.agents import keep_agent


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """Somebody at a desk: how they sign in, their pages' language, telephone and teams."""

    name: str
    password: str
    language: str
    telephone: str
    teams: tuple[str, ...]


AGENTS = (
    DemoAgent("aino", "sininen-ovi-7", "fi", "+358931570061", ("service-fi",)),
    DemoAgent("bjorn", "gamla-stegen-4", "sv", "+358931570062", ("service-fi", "service-sv")),
)
PASSWORDS = frozenset(one.password for one in AGENTS)
"""Everybody knows them: beside Twilio itself they let nobody in."""


def add_agents(connection: Connection, now: datetime) -> None:
    """Let the demo's agents sign in, and give them their telephones."""
    for one in AGENTS:
        people.add(connection, one.name, one.password, ["agent"], now)
        people.set_language(connection, one.name, one.language)
        keep_agent(connection, one.name, one.telephone, one.teams, now)


def still_open(connection: Connection) -> list[DemoAgent]:
    """Return those of them who may sign in with the password that everybody knows."""
    return [
        one for one in AGENTS if matches(people.password_of(connection, one.name), one.password)
    ]
