"""Everything that one desk shows, read in one go."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ivr.accounts.people import Person
from ivr.desk.contacts import Contacts, contacts_of
from ivr.desk.line import InLine, TeamLine, by_team, in_line
from ivr.desk.own import Own, last_conversation, own_offer
from ivr.desk.promised import Account, Promise, account, promises
from ivr.dispatch.agents import Agent, all_agents
from ivr.voicemail.store import Voicemail, listed


@dataclass(frozen=True, slots=True)
class View:
    """`me` is None for who only looks. `now` is the business time of all that is shown."""

    now: datetime
    me: Agent | None
    own: Own | None
    last: Own | None
    line: Sequence[InLine]
    teams: Sequence[TeamLine]
    agents: Sequence[Agent]
    promises: Sequence[Promise]
    account: Account
    voicemails: Sequence[Voicemail]
    contacts: Contacts


def look(connection: Connection, person: Person, now: datetime) -> View:
    """Read what somebody's desk shows."""
    everybody = all_agents(connection)
    me = next((agent for agent in everybody if agent.name == person.name), None)
    people = in_line(connection, now)
    own = own_offer(connection, person.name) if me else None
    return View(
        now=now,
        me=me,
        own=own,
        last=last_conversation(connection, person.name) if me and me.state == "wrap_up" else None,
        line=people,
        teams=by_team(people),
        agents=everybody,
        promises=promises(connection, now),
        account=account(connection, now),
        voicemails=listed(connection),
        contacts=_contacts(connection, own, now),
    )


def _contacts(connection: Connection, own: Own | None, now: datetime) -> Contacts:
    if own is None:
        return Contacts()
    return contacts_of(connection, str(own.card.get("number") or ""), own.ref, now)


def version(page: str) -> str:
    """Name what a page shows: the same name, nothing to draw anew."""
    return hashlib.blake2s(page.encode(), digest_size=8).hexdigest()
