"""An ordinary turn touches nothing but memory; a first turn reads once, on one connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from tests.ivr.house import House

LINE, MATTI, STRANGER = "+358931570000", "+358401110001", "+358401119999"
OF_EVERY_CALL = ["live", "configuration", "callbacks", "customers"]


@dataclass
class Read:
    """The tables that were read, in order, and how many connections were taken for it."""

    tables: list[str] = field(default_factory=list)
    connections: int = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Read]:
    read = Read()

    def statement(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        read.tables.append(statement.partition("FROM ")[2].split()[0])

    def connection(*_: Any) -> None:
        read.connections += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "checkout", connection)
    yield read
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "checkout", connection)


def test_a_menu_turn_makes_no_round_trip(house: House, demo: Engine) -> None:
    call = house.telephone.calls(MATTI, LINE).presses("3")
    with counted(demo) as read:
        call.is_silent().hears("Emme saaneet valintaanne.")
    assert read == Read([], 0)
    with counted(demo) as read:
        call.presses("1")
    assert read.tables == ["summaries", "sources", "heard_before"]


def test_a_first_turn_of_a_known_caller_makes_seven_on_one_connection(
    house: House, demo: Engine
) -> None:
    with counted(demo) as read:
        house.telephone.calls(MATTI, LINE).hears("sähkönjakelun häiriö")
    assert read == Read([*OF_EVERY_CALL, "summaries", "sources", "heard_before"], 1)


def test_a_first_turn_of_a_stranger_makes_four_on_one_connection(
    house: House, demo: Engine
) -> None:
    with counted(demo) as read:
        house.telephone.calls(STRANGER, LINE).hears("Pohjolan Verkko")
    assert read == Read(OF_EVERY_CALL, 1)
