"""What is heard and pressed in the queue is in the journal, between the turns around it."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from ivr.calls.ports import Ports
from ivr.clock import StoppedClock
from ivr.journal.ended import Ended
from ivr.journal.noted import Noted
from ivr.journal.store import add, newest, turns_of
from ivr.journal.written import read_line
from ivr.lines.store import apply
from simulator.testing import Call
from tests.ivr.house import open_house
from tests.ivr.queueing.conftest import MATTI, TEAMS, Office, busy


class Notebook:
    """A journal that is written on when it is read."""

    def __init__(self) -> None:
        self.noted: list[Noted] = []
        self.ended: list[str] = []

    def note(self, turn: Noted | Ended) -> None:
        """Keep it."""
        if isinstance(turn, Noted):
            self.noted.append(turn)
        else:
            self.ended.append(turn.call_sid)

    def told(self, engine: Engine, call: Call) -> list[tuple[str, str, str, list[str], str]]:
        """What the journal tells of a call: step, kind, given, prompts, verb."""
        add(engine, [read_line(json.loads(one.to_json())) for one in self.noted])
        with engine.connect() as connection:
            return [
                (row.step, row.given_kind, row.given, [one["key"] for one in row.said], row.verb)
                for row in turns_of(connection, call.sid)
            ]


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def office(demo: Engine, clock: StoppedClock, notebook: Notebook) -> Office:
    """One agent speaks Finnish and is busy."""

    def noting(ports: Ports) -> Ports:
        return replace(ports, journal=notebook)

    apply(demo, {"teams": TEAMS})
    opened = Office(demo, clock, open_house(demo, clock, broken=noting))
    opened.agent("aino", "service-fi")
    opened.does(lambda connection: busy(connection, "aino", clock.now()))
    return opened


def test_what_is_heard_and_pressed_while_waiting_is_kept_in_its_order(
    office: Office, notebook: Notebook
) -> None:
    call = office.waits(office.calls(MATTI))
    office.passes(5)
    call.presses("0")
    told = notebook.told(office.engine, call)
    assert [step for step, *_ in told] == ["notices", "person", "queue", "queue", "queue"]
    assert {len(one.bundle) for one in notebook.noted} == {16}
    assert told[2:] == [
        ("queue", "queue", "entered", ["queue.join", "queue.pos.next"], "keys"),
        ("queue", "silence", "", ["queue.still", "queue.offer"], "keys"),
        ("queue", "key", "0", ["queue.pos.next"], "keys"),
    ]


def test_that_nothing_is_new_is_not_kept(office: Office, notebook: Notebook) -> None:
    call = office.waits(office.waits(office.calls(MATTI)))
    before = len(notebook.noted)
    office.waits(call)
    assert call.heard == "Olette yhä jonossa. Kiitos, että odotatte."
    assert len(notebook.noted) == before


def test_a_callback_by_key_is_kept_before_what_follows(office: Office, notebook: Notebook) -> None:
    call = office.waits(office.calls(MATTI))
    office.passes(5)
    call.presses("1")
    told = notebook.told(office.engine, call)
    assert told[4][:3] == ("queue", "key", "1")
    assert told[4][4] == "leave"
    assert told[5][:3] == ("callback", "queue", "leave")
    with office.engine.connect() as connection:
        (held,) = newest(connection)
    assert (held.turns, held.verb) == (3, "keys")


def test_that_a_call_has_ended_is_kept(office: Office, notebook: Notebook) -> None:
    call = office.calls(MATTI)
    call.hangs_up()
    assert notebook.ended == [call.sid]


def test_a_webhook_that_comes_twice_is_kept_once(office: Office, notebook: Notebook) -> None:
    office.house.telephone.exchange.repeat_webhooks = True
    call = office.calls(MATTI)
    told = notebook.told(office.engine, call)
    assert [step for step, *_ in told] == ["notices", "person", "queue"]
