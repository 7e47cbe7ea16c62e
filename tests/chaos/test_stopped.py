"""SIGTERM while the database stands still: `linja worker` ends, and leaves nobody behind."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ivr.queue.valkey import Valkey
from tests.chaos.checker import problems_of
from tests.chaos.staff import below
from tests.chaos.stories import books, new_number
from tests.chaos.town import MORNING, NIGHT, Town
from tests.postgres import frozen
from tests.processes import gone, soon


@pytest.fixture(params=["clock", "job"])
def freezing(request: pytest.FixtureRequest, plain_town: Town, tmp_path: Path) -> Iterator[Town]:
    """Without Redis the clock stands in the transaction, with it a job that RQ's worker forked."""
    plain_town.redis = Valkey(tmp_path) if request.param == "job" else None
    yield plain_town
    if plain_town.redis:
        plain_town.redis.stop()
    plain_town.redis = None


def test_it_ends_with_the_database_frozen_in_a_transaction(freezing: Town) -> None:
    town, number = freezing, new_number()
    town.nemesis.plan([])
    town.begin(NIGHT, "web")
    books(town, number)
    with ExitStack() as until_thawed:
        stop_it = frozen(town.database_url)
        town.nemesis.means["freeze"] = lambda _: until_thawed.enter_context(stop_it)
        town.nemesis.plan(["wake.before-commit:freeze"])
        town.begin(MORNING, "web", "worker")
        assert soon(lambda: not town.nemesis.is_busy)
        supervisor = town.staff.running["worker"]
        others = below(supervisor)
        os.kill(supervisor, signal.SIGTERM)
        assert [gone(pid) for pid in (supervisor, *others)] == [True] * (1 + len(others))
    town.settles(number)
    assert problems_of(town.rows, town.calls(), number) == []
