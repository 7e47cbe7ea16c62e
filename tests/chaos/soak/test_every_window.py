"""Every window alone, each of the processes killed in it, on both databases."""

import pytest

from tests.chaos.cases import alone
from tests.chaos.stories import Case, lived
from tests.chaos.town import Town


@pytest.mark.parametrize(
    "case", alone("self", "parent+self", "worker", "redis", "redis+self", "away+worker"), ids=str
)
def test_on_sqlite_with_redis(town: Town, case: Case) -> None:
    assert lived(town, case) == []


@pytest.mark.parametrize("case", alone("self", "worker"), ids=str)
def test_on_postgresql_without_redis(plain_town: Town, case: Case) -> None:
    assert lived(plain_town, case) == []
