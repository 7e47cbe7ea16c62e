"""Stories by chance, for as long as a soak may take; what was told is in each test's name."""

import time

import pytest

from tests.chaos.chance import by_chance, seeds
from tests.chaos.stories import lived
from tests.chaos.town import Town

TODAY = int(time.time()) // 3600


@pytest.mark.parametrize("seed", seeds(100, TODAY))
def test_whoever_is_killed_beside(town: Town, seed: int) -> None:
    case = by_chance(seed)
    assert lived(town, case) == [], f"CHAOS_SEED={seed}: {case}"
