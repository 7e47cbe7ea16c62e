"""Waiting while something of ours is away: never silence, never an error, always a way on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event

from flows.asks import JoinQueue, Outcome
from ivr.calls.ports import Asked, Ports, Threads
from ivr.dispatch.standing import Desks, Place
from ivr.lines.store import apply
from ivr.queueing.port import QueueStore
from routing.waiting import Wanted
from simulator.testing import Call
from tests.ivr.house import FIRST, House, fails, open_house
from tests.ivr.queueing.conftest import LINE, MATTI, TEAMS, Office

QUEUE = "linja"


class Flaky:
    """The queue of a house, of which some parts are away while they are named in `away`."""

    def __init__(self, real: QueueStore) -> None:
        self.real = real
        self.away: set[str] = set()

    def _do(self, name: str, *given: Any) -> Any:
        return fails() if name in self.away else getattr(self.real, name)(*given)

    def place(self, call_sid: str, now: datetime) -> Place | None:
        found: Place | None = self._do("place", call_sid, now)
        return found

    def desks(self, now: datetime) -> Desks:
        found: Desks = self._do("desks", now)
        return found

    def entered(self, call_sid: str, queue_sid: str, told_seconds: int | None) -> None:
        self._do("entered", call_sid, queue_sid, told_seconds)

    def choose(self, call_sid: str, what: str) -> bool:
        return bool(self._do("choose", call_sid, what))

    def speak(self, call_sid: str, language: str, teams: Sequence[Wanted], now: datetime) -> None:
        self._do("speak", call_sid, language, teams, now)

    def gone(self, call_sid: str, now: datetime) -> None:
        self._do("gone", call_sid, now)


def flaky_house(office: Office) -> tuple[House, Flaky]:
    kept: list[Flaky] = []

    def broken(ports: Ports) -> Ports:
        kept.append(Flaky(ports.queue))
        return replace(ports, queue=kept[0])

    return open_house(office.engine, office.clock, broken=broken), kept[0]


def waiting(house: House) -> Call:
    return house.telephone.calls(MATTI, LINE).presses("0").is_in_queue(QUEUE)


def test_while_the_database_is_away_the_words_go_on_and_the_place_comes_back(
    office: Office,
) -> None:
    house, queue = flaky_house(office)
    call = waiting(house)
    queue.away = {"place", "desks", "entered"}
    office.waits(call).hears("Olette yhä jonossa.").is_in_queue(QUEUE)
    queue.away = set()
    office.waits(call).presses("0").hears("Olette jonossa seuraavana.").is_in_queue(QUEUE)


def test_a_callback_that_cannot_be_kept_is_not_promised_and_the_place_is_kept(
    office: Office,
) -> None:
    house, queue = flaky_house(office)
    call = waiting(house)
    queue.away = {"choose"}
    call.presses("1").hears("Emme valitettavasti saaneet soittopyyntöänne talteen.")
    call.hears("Olette yhä jonossa.").is_in_queue(QUEUE)
    queue.away = set()
    call.presses("1").hears("Soitammeko numeroon")


def test_danger_is_told_what_to_do_even_if_nothing_can_be_kept(office: Office) -> None:
    house, queue = flaky_house(office)
    call = waiting(house)
    queue.away = {"choose", "place", "desks"}
    call.presses("9").hears("Hengenvaarassa soittakaa yksi yksi kaksi.")


def test_the_language_changes_even_if_it_cannot_be_kept(office: Office) -> None:
    house, queue = flaky_house(office)
    call = waiting(house)
    queue.away = {"speak"}
    call.presses("8").hears("Ni står först i kön.").is_in_queue(QUEUE)


def test_what_breaks_in_a_wait_turn_is_heard_as_waiting(office: Office) -> None:
    house, queue = flaky_house(office)
    call = waiting(house)
    office.does(lambda c: c.exec_driver_sql("UPDATE waiting SET language = 'xx'"))
    queue.away = {"place"}
    office.waits(call).hears("Olette yhä jonossa.").is_in_queue(QUEUE)


def test_an_address_that_is_not_ours_leads_out_of_the_queue_to_a_person(office: Office) -> None:
    call = waiting(office.house)
    answer = office.house.post("/voice/wait/bm90IG91cnM", CallSid=call.sid)
    assert answer.status_code == 200
    assert "<Leave" in answer.text


def test_who_is_in_no_row_any_more_joins_again(office: Office) -> None:
    call = waiting(office.house)
    office.does(lambda c: c.exec_driver_sql("DELETE FROM waiting_teams"))
    office.does(lambda c: c.exec_driver_sql("DELETE FROM waiting"))
    office.waits(call).is_in_queue(QUEUE)
    assert office.row(call)["state"] == "waiting"


@pytest.mark.parametrize("status", ["failed", "unknown"])
def test_when_the_line_cannot_be_joined_the_teams_telephones_ring(
    office: Office, status: Any
) -> None:
    apply(
        office.engine, {"teams": {**TEAMS, "service-fi": {**TEAMS["service-fi"], "dial": FIRST}}}
    )
    _without_joining(office, status).telephone.calls(MATTI, LINE).presses("0").is_with(FIRST)


def test_without_telephones_too_there_is_a_callback(office: Office) -> None:
    call = _without_joining(office, "failed").telephone.calls(MATTI, LINE).presses("0")
    call.hears("Emme voi juuri nyt yhdistää puheluanne.").presses("1").hears("Soitammeko")


def _without_joining(office: Office, status: Any) -> House:
    def broken(ports: Ports) -> Ports:
        def asking(asked: Asked, threads: Threads) -> Outcome:
            if isinstance(asked.ask, JoinQueue):
                return Outcome(status)
            return ports.asking(asked, threads)

        return replace(ports, asking=asking)

    return open_house(office.engine, office.clock, broken=broken)


def test_a_wait_turn_costs_one_keyed_read(office: Office) -> None:
    call = waiting(office.house)
    office.waits(call)
    with counted(office.engine) as read:
        call.is_silent()
    assert read == ["waiting"]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    tables: list[str] = []

    def statement(_c: Any, _cur: Any, text: str, *_rest: Any) -> None:
        if text.startswith("SELECT"):
            tables.append(text.rpartition("FROM ")[2].split()[0])
        elif not text.startswith(("BEGIN", "PRAGMA")):
            tables.append(text)

    event.listen(engine, "before_cursor_execute", statement)
    yield tables
    event.remove(engine, "before_cursor_execute", statement)
