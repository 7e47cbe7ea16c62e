"""One server for all tests: before each it is as it was at the start."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from ivr.run.runfile import Run
from tests.processes import soon

SAVED = "as-it-was.db"


@dataclass(frozen=True)
class Server:
    """A running server, and its data directory."""

    run: Run
    folder: Path

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.run.url

    def state(self) -> Any:
        """What the telephone page sees."""
        return requests.get(f"{self.url}/phone/state", timeout=10).json()

    def does(self, path: str, **body: Any) -> None:
        """What the telephone page does."""
        address, headers = f"{self.url}/phone/{path}", {"Origin": self.url}
        requests.post(address, json=body, headers=headers, timeout=10).raise_for_status()

    def keeps(self) -> None:
        """Keep a copy of everything that is in the database now."""
        with closing(sqlite3.connect(self.folder / "linja.db")) as database:
            database.execute("VACUUM INTO ?", (str(self.folder / SAVED),))

    def begins_anew(self) -> None:
        """End every call, mend and move back what a test has broken and moved, and forget."""
        world = self.state()["world"]
        if world["broken"]:
            self.does("broken", **dict.fromkeys(world["broken"], False))
        assert soon(self._ends_calls)
        if world["moved"]:
            self.does("clock", to="now")
        self._restores()

    def _ends_calls(self) -> bool:
        going = [call for call in self.state()["exchange"]["calls"] if call["wait"]]
        for call in going:
            address = f"{self.url}/phone/calls/{call['sid']}/hang-up"
            requests.post(address, json={}, headers={"Origin": self.url}, timeout=10)
        return not going

    def _restores(self) -> None:
        with closing(sqlite3.connect(self.folder / "linja.db", timeout=20)) as database:
            database.isolation_level = None
            database.execute("ATTACH ? AS saved", (str(self.folder / SAVED),))
            found = database.execute("SELECT name FROM saved.sqlite_master WHERE type = 'table'")
            tables = [name for (name,) in found if not name.startswith("sqlite_")]
            guards = database.execute(
                "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'"
            ).fetchall()
            database.execute("BEGIN IMMEDIATE")
            for name, _ in guards:  # the audit log is only added to, but for here
                database.execute(f'DROP TRIGGER "{name}"')
            for table in tables:
                database.execute(f'DELETE FROM main."{table}"')  # noqa: S608 -- our own tables
                database.execute(f'INSERT INTO main."{table}" SELECT * FROM saved."{table}"')  # noqa: S608 -- our own tables
            for _, guard in guards:
                database.execute(guard)
            database.execute("COMMIT")
