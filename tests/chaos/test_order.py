"""Who asked first is rung first, whatever becomes of Redis and of the worker."""

from datetime import timedelta

import pytest

from tests.chaos.checker import problems_of
from tests.chaos.stories import books, new_number
from tests.chaos.town import MORNING, NIGHT, Town

CUSTOMERS = 4


def test_the_order_outlives_redis_and_the_worker(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(town, "lease_seconds", "30")  # no claim grows old on a slow machine
    numbers = [new_number() for _ in range(CUSTOMERS)]
    town.nemesis.plan([])
    for minute, number in enumerate(numbers):
        town.begin(NIGHT + timedelta(minutes=minute), "web")
        books(town, number)
    town.nemesis.plan(["wake.after-commit:redis", "ring.after-result:redis+worker"])
    town.begin(MORNING, "web", "worker")
    for number in numbers:
        town.settles(number)
    rung = [call.to for call in town.calls() if call.to in numbers]
    assert list(dict.fromkeys(rung)) == numbers
    assert [problems_of(town.rows, town.calls(), number) for number in numbers] == [[]] * CUSTOMERS
