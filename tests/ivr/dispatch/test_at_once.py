"""Many dispatchers at once: nobody is given away twice."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, insert, select, text

from ivr.clock import StoppedClock
from ivr.db.tables.dispatch import agent_teams, offers, waiting, waiting_teams
from ivr.dispatch.decide import decide
from tests.ivr.dispatch.conftest import Board

DISPATCHERS, PEOPLE, AGENTS = 8, 60, 40


def filled(board: Board) -> None:
    """Have more people wait than there are agents."""
    for number in range(AGENTS):
        board.agent(f"agent-{number:02}")
    for number in range(PEOPLE):
        board.waits(f"call-{number:02}", ago_seconds=PEOPLE - number)


def at_once(dispatch: Callable[[], None]) -> None:
    """Let all of them do it."""
    threads = [Thread(target=dispatch) for _ in range(DISPATCHERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def doubles(board: Board) -> tuple[int, int, int]:
    """How many offers there are, and how often somebody was given away again, or taken again."""
    with board.engine.connect() as connection:
        made = connection.execute(select(offers.c.waiting_id, offers.c.agent)).all()
    people, agents = Counter(row.waiting_id for row in made), Counter(row.agent for row in made)
    return len(made), len(made) - len(people), len(made) - len(agents)


def test_eight_dispatchers_give_each_person_to_one_agent(board: Board) -> None:
    filled(board)

    def dispatch() -> None:
        while board.does(lambda connection: decide(connection, board.now)):
            pass

    at_once(dispatch)
    assert doubles(board) == (AGENTS, 0, 0)


def test_a_naive_claim_is_seen_to_give_somebody_away_twice(
    sqlite_engine: Engine, clock: StoppedClock
) -> None:
    """Look in one transaction, write in another; without the two indexes nothing stops it."""
    board = Board(sqlite_engine, clock)
    filled(board)
    with sqlite_engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_offers_live_agent"))
        connection.execute(text("DROP INDEX uq_offers_live_waiting"))
    together = Barrier(DISPATCHERS)

    def dispatch() -> None:
        found = looked(board.engine)
        together.wait()
        board.does(lambda connection: connection.execute(insert(offers), row(found, board.now)))

    at_once(dispatch)
    assert doubles(board) == (DISPATCHERS, DISPATCHERS - 1, DISPATCHERS - 1)


def looked(engine: Engine) -> Any:
    """Find who is next, and who is free, as a naive dispatcher does."""
    head = (
        select(waiting.c.id, agent_teams.c.name, waiting_teams.c.team)
        .join(waiting_teams, waiting_teams.c.waiting_id == waiting.c.id)
        .join(agent_teams, agent_teams.c.team == waiting_teams.c.team)
        .where(waiting_teams.c.waits, agent_teams.c.free)
        .order_by(waiting_teams.c.since, agent_teams.c.name)
    )
    with engine.connect().execution_options(readonly=True) as connection:
        return connection.execute(head.limit(1)).one()


def row(found: Any, now: datetime) -> dict[str, Any]:
    """What it writes."""
    return {
        "id": uuid4().hex,
        "waiting_id": found.id,
        "agent": found.name,
        "team": found.team,
        "state": "made",
        "made_at": now,
    }
