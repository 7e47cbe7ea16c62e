"""A journal for tests, brought into the database when they say so."""

import json

from sqlalchemy import Engine

from ivr.journal.ended import Ended
from ivr.journal.noted import Noted
from ivr.journal.store import add, add_ends
from ivr.journal.written import read_line


class Notebook:
    """A journal that is in the database when it is read."""

    def __init__(self) -> None:
        self.noted: list[Noted | Ended] = []

    def note(self, turn: Noted | Ended) -> None:
        """Keep it."""
        self.noted.append(turn)

    @property
    def turns(self) -> list[Noted]:
        """The turns of all calls."""
        return [one for one in self.noted if isinstance(one, Noted)]

    def write(self, engine: Engine) -> None:
        """Bring it into the database."""
        add(engine, [read_line(json.loads(one.to_json())) for one in self.turns])
        add_ends(engine, [one for one in self.noted if isinstance(one, Ended)])
