"""The same on PostgreSQL, where the clock alone sees what is due; the others in `make soak`."""

import pytest

from tests.chaos.cases import WINDOWS
from tests.chaos.stories import Case, lived
from tests.chaos.town import Town


@pytest.mark.parametrize("case", WINDOWS[::3], ids=str)
def test_on_postgresql_without_redis(plain_town: Town, case: Case) -> None:
    assert lived(plain_town, case) == []
