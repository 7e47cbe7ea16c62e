"""The demo's people: accounts with passwords that everybody knows, only beside the simulator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ivr.accounts import people
from ivr.accounts.passwords import matches
from ivr.accounts.roles import ROLES, Role
from ivr.dispatch.agents import keep_agent


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """How they sign in, what they may do, their language; an agent's telephone and teams."""

    name: str
    password: str
    language: str
    roles: tuple[Role, ...] = ("agent",)
    telephone: str = ""
    teams: tuple[str, ...] = ()


AGENTS = (
    DemoPerson("aino", "sininen-ovi-7", "fi", telephone="+358931570061", teams=("service-fi",)),
    DemoPerson(
        "bjorn",
        "gamla-stegen-4",
        "sv",
        telephone="+358931570062",
        teams=("service-fi", "service-sv"),
    ),
)
KEEPER = DemoPerson(
    "cecilia", "punainen-portti-3", "fi", tuple(role for role in ROLES if role != "agent")
)
"""She answers for the service: what callers hear, outages, lines, figures, who did what."""
EVERYBODY = (*AGENTS, KEEPER)
PASSWORDS = frozenset(one.password for one in EVERYBODY)
"""Everybody knows them: beside Twilio itself they let nobody in."""


def add_people(connection: Connection, now: datetime) -> None:
    """Let the demo's people sign in, and give the agents their telephones."""
    for one in EVERYBODY:
        people.add(connection, one.name, one.password, one.roles, now)
        people.set_language(connection, one.name, one.language)
        if one.telephone:
            keep_agent(connection, one.name, one.telephone, one.teams, now)


def still_open(connection: Connection) -> list[DemoPerson]:
    """Return those of them who may sign in with the password that everybody knows."""
    return [
        one for one in EVERYBODY if matches(people.password_of(connection, one.name), one.password)
    ]
