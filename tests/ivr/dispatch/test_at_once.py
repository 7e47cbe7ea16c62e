"""Many dispatchers at once: nobody is given away twice."""

from collections import Counter
from threading import Thread

from sqlalchemy import select

from ivr.db.tables.dispatch import offers
from ivr.dispatch.decide import decide
from tests.ivr.dispatch.conftest import Board

DISPATCHERS, PEOPLE, AGENTS = 8, 60, 40


def test_eight_dispatchers_give_each_person_to_one_agent(board: Board) -> None:
    for number in range(AGENTS):
        board.agent(f"agent-{number:02}")
    for number in range(PEOPLE):
        board.waits(f"call-{number:02}", ago_seconds=PEOPLE - number)

    def dispatch() -> None:
        while board.does(lambda connection: decide(connection, board.now)):
            pass

    threads = [Thread(target=dispatch) for _ in range(DISPATCHERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with board.engine.connect() as connection:
        made = connection.execute(select(offers.c.waiting_id, offers.c.agent)).all()
    assert len(made) == AGENTS
    assert set(Counter(row.waiting_id for row in made).values()) == {1}
    assert set(Counter(row.agent for row in made).values()) == {1}
