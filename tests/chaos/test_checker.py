"""The checker finds what is wrong: in rows and calls made up, and in bugs that are sown."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.checker import Call, problems_of
from tests.chaos.conftest import founded
from tests.chaos.rows import Rows
from tests.chaos.seeds import (
    asks_again_when_nobody_knows,
    promises_before_it_keeps,
    rings_before_it_writes,
    takes_completed_for_done,
)
from tests.chaos.stories import Case, lived
from tests.chaos.town import Town, open_town

WRONG = """
    CREATE TABLE callbacks (id, number, state);
    CREATE TABLE callback_events (id, callback_id, from_state, to_state, why, who);
    CREATE TABLE attempts (number, state, call_sid);
    INSERT INTO callbacks VALUES ('a', '+1', 'done');
    INSERT INTO callback_events VALUES (1, 'a', '', 'requested', 'x', 'y'),
        (2, 'a', 'due', 'done', '', '');
    INSERT INTO attempts VALUES ('+1', 'placed', 'CA1');
"""
TWICE = "rung twice at the same time"

SOWN = [
    (
        rings_before_it_writes,
        Case(("ring.after-call", "ring.after-call:none"), slow=True),
        {TWICE, "2 calls for 1 attempts"},
    ),
    (
        asks_again_when_nobody_knows,
        Case(("ring.after-result:none",), faults=("drop",), slow=True),
        {TWICE, "2 calls for 1 attempts"},
    ),
    (
        promises_before_it_keeps,
        Case(),
        {"a receipt was heard, and there is no callback", "0 callbacks are done, not one"},
    ),
    (
        takes_completed_for_done,
        Case(phone=("voicemail",)),
        {"1 done, and they talked 0 times"},
    ),
]


@pytest.fixture
def wrong(tmp_path: Path) -> Iterator[Rows]:
    file = tmp_path / "wrong.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(WRONG)
    connection.close()
    rows = Rows(f"sqlite:///{file}")
    yield rows
    rows.close()


def test_it_names_everything_that_is_wrong(wrong: Rows) -> None:
    calls = [
        Call("+2", "+1", "outbound-api", 0, 100, "", 60),
        Call("+2", "+1", "outbound-api", 50, 200, "", 60),
    ]
    assert problems_of(wrong, calls, "+1") == [
        "due became done",
        "done: nobody did it, or for no reason",
        "done came from due, which it was not",
        TWICE,
        "1 done, and they talked 2 times",
        "1 attempts have no end",
        "2 calls for 1 attempts",
    ]


def test_a_promise_without_a_callback_is_wrong(wrong: Rows) -> None:
    receipt = Call("+3", "+9", "inbound", 0, 1, "Soittopyyntönne on kirjattu.", 0)
    assert problems_of(wrong, [receipt], "+3") == [
        "a receipt was heard, and there is no callback",
        "0 callbacks are done, not one",
    ]


@pytest.fixture(scope="module")
def sick_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own: a bug may leave something behind."""
    data_dir = tmp_path_factory.mktemp("sick-town")
    with open_town(data_dir, founded(f"sqlite:///{data_dir / 'linja.db'}"), None) as opened:
        yield opened


@pytest.mark.parametrize(
    ("seed", "case", "found"), SOWN, ids=lambda value: getattr(value, "__name__", "")
)
def test_it_finds_a_bug_that_was_sown(
    sick_town: Town, seed: object, case: Case, found: set[str]
) -> None:
    sick_town.seed = getattr(seed, "__name__", "")
    assert set(lived(sick_town, case)) == found


@pytest.mark.parametrize("case", [case for _, case, _ in SOWN[:2]], ids=str)
def test_it_finds_nothing_where_none_was_sown(sick_town: Town, case: Case) -> None:
    sick_town.seed = ""
    assert lived(sick_town, case) == []
