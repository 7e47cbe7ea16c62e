"""Everything that a command changes is noted with who typed it, or who they say decides it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from ivr.accounts.sign_ins import sign_in
from ivr.bundles.library import shipped_sources
from ivr.callbacks.ledger import Request, book
from ivr.callbacks.stopped import stop_ringing
from ivr.cli import main
from ivr.clock import HELSINKI
from ivr.local import open_services
from ivr.messages.ledger import promise
from ivr.suspicions.store import Suspicion, add
from ivr.voicemail.store import Voicemail, keep
from tests.ivr.audit.accounted import COMMANDS
from tests.ivr.audit.noting import noted
from tests.ivr.commands.test_messages import WAITING
from tests.ivr.house import LINE, set_up

AT_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=HELSINKI)
MATTI = "+358401110001"
LAURI = ("--by", "lauri")
NEW = ("--password", "kolme pientä porsasta")


@dataclass
class Machine:
    """An installation of its own with the demo's lines, and whoever is signed in to it."""

    engine: Engine
    folder: Path

    def types(self, words: str, *more: str, given: str | None = None) -> str:
        """Type a command; return what it prints."""
        done = CliRunner().invoke(main, [*words.split(), *more], input=given)
        assert done.exit_code == 0, (words, done.output)
        return done.stdout

    def file(self, name: str, text: str) -> str:
        """Write a file, and return its path."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)

    def callback(self, number: str) -> str:
        """Have somebody ask for a callback."""
        due = AT_TEN + timedelta(hours=1)
        with self.engine.begin() as connection:
            asked = Request(number, number, LINE, "fi", AT_TEN, due)
            return book(connection, asked, AT_TEN, "asked").id

    def message(self, id_: str) -> str:
        """Have Matti leave a message."""
        left = Voicemail(id_, "u", f"RE{id_}", "CA1", LINE, "fi", "any", MATTI, 12, AT_TEN)
        with self.engine.begin() as connection:
            keep(connection, left)
        return id_

    def suspicion(self, id_: str) -> str:
        """Have a fault suspected."""
        one = Suspicion(id_, "33100", "electricity", AT_TEN, AT_TEN, 5, 0, 0.5, 100)
        with self.engine.begin() as connection:
            add(connection, one)
        return id_


Typed = Callable[[Machine], object]


def push(machine: Machine, many: int = 25, **more: object) -> None:
    told = {"status": "active", "service": "water", "areas": ["33100"]}
    item = {**told, "updated_at": AT_TEN.isoformat()}
    body = {"outages": [{**item, "id": f"S{number}"} for number in range(many)], **more}
    machine.types("feed push grid -", given=json.dumps(body))


def confirm_feed(machine: Machine) -> None:
    push(machine, 1, snapshot=True, as_of=AT_TEN.isoformat())
    machine.types("feed confirm grid")


def confirm_outage(machine: Machine) -> None:
    rows = "\n".join(f"x{number},33100" for number in range(3))
    machine.types("customers import", machine.file("x.csv", f"customer_id,postcodes\n{rows}\n"))
    text = "sources: {manual: {confirm_over: '2'}}"
    machine.types("feed apply", machine.file("manual.yaml", text))
    machine.types("outages add --by eva --service electricity --areas 33100")
    machine.types("outages confirm manual", *LAURI)


def add_outage(machine: Machine) -> None:
    machine.types("outages add --service electricity --areas 29900", *LAURI)


def end_outage(machine: Machine) -> None:
    (id_,) = re.findall(r"\d{8}-\w{6}", machine.types("outages"))
    machine.types(f"outages end {id_}", *LAURI)


def withdraw(machine: Machine) -> None:
    with machine.engine.begin() as connection:
        promise(connection, WAITING, "asked")
    machine.types("messages withdraw aa --reason over", *LAURI)


def lift(machine: Machine) -> None:
    with machine.engine.begin() as connection:
        stop_ringing(connection, MATTI, "CA1", AT_TEN)
    machine.types("numbers lift", MATTI)


def publish(machine: Machine) -> None:
    text = shipped_sources()["survey"].replace("end.bye.short", "end.bye")
    machine.types("flow publish --note Longer", machine.file("survey.yaml", text))


def import_customers(machine: Machine) -> None:
    text = "customer_id,name,phones\n7,Åsa,040 1110007\n8,Bo,040 1110008\n"
    machine.types("customers import", machine.file("customers.csv", text))


def sign_out(machine: Machine) -> None:
    with machine.engine.begin() as connection:
        sign_in(connection, "aino", "192.0.2.1", "a browser", AT_TEN)
    (id_,) = re.findall(r"^\w{16}", machine.types("user sign-ins aino"))
    machine.types(f"user sign-ins aino --end {id_}")


TYPED: Mapping[str, Typed] = {
    "migrate": lambda machine: machine.types("migrate"),
    "config apply": lambda machine: machine.types(
        "config apply", machine.file("a.yaml", "company: {fi: Uusi, sv: Ny, en: New}")
    ),
    "user add": lambda machine: machine.types("user add aino --role agent", *NEW),
    "user roles": lambda machine: machine.types("user roles aino --role viewer"),
    "user password": lambda machine: machine.types("user password aino", *NEW),
    "user sign-ins": sign_out,
    "user disable": lambda machine: machine.types("user disable aino"),
    "user enable": lambda machine: machine.types("user enable aino"),
    "agent set": lambda machine: machine.types(
        "agent set aino --telephone +358931570010 --team service-fi"
    ),
    "agent state": lambda machine: machine.types("agent state aino available"),
    "api token": lambda machine: machine.types("api token crm --scope write"),
    "backup": lambda machine: machine.types("backup", str(machine.folder / "copy.db")),
    "callbacks cancel": lambda machine: machine.types(
        f"callbacks cancel {machine.callback(MATTI)} --reason asked", *LAURI
    ),
    "hold": lambda machine: machine.types("hold"),
    "release": lambda machine: machine.types("release --all"),
    "customers import": import_customers,
    "customers show": lambda machine: machine.types("customers show 0401110007"),
    "customers erase": lambda machine: machine.types("customers erase 7"),
    "person export": lambda machine: machine.types("person export --customer 8"),
    "person erase": lambda machine: machine.types("person erase --customer 8 --yes"),
    "feed token": lambda machine: machine.types("feed token grid"),
    "feed secret": lambda machine: machine.types("feed secret grid"),
    "feed apply": lambda machine: machine.types(
        "feed apply", machine.file("feeds.yaml", "sources: {other: {confirm_over: '9'}}")
    ),
    "feed push": push,
    "feed areas": lambda machine: machine.types("feed areas grid Keskusta --is 33100", *LAURI),
    "outages correct": lambda machine: machine.types(
        "outages correct grid S1 --no-estimate", *LAURI
    ),
    "outages silence": lambda machine: machine.types(
        "outages silence grid S1 --reason test", *LAURI
    ),
    "outages major": lambda machine: machine.types("outages major grid water", *LAURI),
    "feed confirm": confirm_feed,
    "feed remove": lambda machine: machine.types("feed remove grid --open-too", *LAURI),
    "outages add": add_outage,
    "outages end": end_outage,
    "outages confirm": confirm_outage,
    "outages confirm-suspicion": lambda machine: machine.types(
        f"outages confirm-suspicion {machine.suspicion('s1')}", *LAURI
    ),
    "outages dismiss-suspicion": lambda machine: machine.types(
        f"outages dismiss-suspicion {machine.suspicion('s2')}", *LAURI
    ),
    "messages withdraw": withdraw,
    "numbers lift": lift,
    "voicemail done": lambda machine: machine.types(
        f"voicemail done {machine.message('one')} --note rang", *LAURI
    ),
    "voicemail callback": lambda machine: machine.types(
        f"voicemail callback {machine.message('two')}", *LAURI
    ),
    "flow publish": publish,
    "flow rollback": lambda machine: machine.types("flow rollback survey"),
}
"""By the words that are typed, in this order."""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("LINJA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LINJA_CLOCK", AT_TEN.isoformat())
    monkeypatch.setenv("SUDO_USER", "eeva")
    monkeypatch.setattr("os.getuid", lambda: 0)
    engine = open_services().engine
    set_up(engine)
    return Machine(engine, tmp_path)


def test_what_is_typed_is_noted_with_who_did_it(machine: Machine) -> None:
    for words, typed in TYPED.items():
        done = noted(machine.engine, lambda typed=typed: typed(machine))  # type: ignore[misc]
        decides = words.split()[0] in {"outages", "messages", "voicemail"}
        who = (
            "lauri"
            if decides or words in {"callbacks cancel", "feed areas", "feed remove"}
            else "eeva"
        )
        assert (who, COMMANDS[words]) in done, words
