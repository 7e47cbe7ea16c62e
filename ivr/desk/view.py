"""What one desk alone shows, beside what all desks show alike."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from ivr.desk.contacts import Contacts, contacts_of
from ivr.desk.glance import Glance
from ivr.desk.own import Own, last_conversation, own_offer
from ivr.dispatch.agents import Agent

TAKES = frozenset({"offered", "busy"})
"""Only in these states has an agent an offer."""

NOTHING = Contacts()


@dataclass(frozen=True, slots=True)
class View:
    """`me` is None for who only looks."""

    me: Agent | None
    own: Own | None = None
    last: Own | None = None
    contacts: Contacts = NOTHING


def look(engine: Engine, name: str, glance: Glance, now: datetime) -> View:
    """Read what somebody's desk shows: nothing more while they have no call."""
    me = next((agent for agent in glance.agents if agent.name == name), None)
    if me is None or me.state not in TAKES | {"wrap_up"}:
        return View(me)
    with engine.connect().execution_options(readonly=True) as connection:
        if me.state == "wrap_up":
            return View(me, last=last_conversation(connection, name))
        own = own_offer(connection, name)
        if own is None:
            return View(me)
        number = str(own.card.get("number") or "")
        return View(me, own, contacts=contacts_of(connection, number, own.ref, now))


class Drawn:
    """A board that is drawn when it is needed. `stamp` names all that it shows."""

    def __init__(self, stamp: str, draw: Callable[[], str]) -> None:
        self.stamp = stamp
        self._draw = draw

    def __html__(self) -> str:
        """Draw it: templates ask for it so."""
        return self._draw()


def version(page: str | Drawn) -> str:
    """Name what a page shows: the same name, nothing to draw anew."""
    return page.stamp if isinstance(page, Drawn) else stamped(page)


def stamped(text: str) -> str:
    """Name a text."""
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
