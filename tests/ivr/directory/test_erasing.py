"""Erasing a customer, wherever they are."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from ivr.directory.erasing import erase_everywhere
from ivr.directory.store import get, put
from ivr.journal.buffer import Journal
from ivr.journal.moving import move
from ivr.journal.store import newest
from tests.ivr.house import ANNA, MATTI
from tests.ivr.journal.turns import FIRST


def test_only_their_own_number_goes(engine: Engine, tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for call_sid, customer in (("CA1", MATTI), ("CA2", ANNA)):
        journal.note(replace(FIRST, call_sid=call_sid, number=customer.phones[0]))
    journal.close()
    move(tmp_path, engine)
    with engine.begin() as connection:
        put(connection, MATTI)
        put(connection, ANNA)
        assert erase_everywhere(connection, "1")
        numbers = {call.call_sid: call.number for call in newest(connection)}
        assert numbers == {"CA1": "", "CA2": ANNA.phones[0]}
        assert get(connection, "1") is None


def test_who_is_not_there_is_not_erased(engine: Engine) -> None:
    with engine.begin() as connection:
        assert not erase_everywhere(connection, "nobody")
