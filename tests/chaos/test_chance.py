"""A few stories by chance; `CHAOS_SEED=7 make soak` tells others, and again the same."""

import pytest

from tests.chaos.chance import by_chance, seeds
from tests.chaos.stories import lived
from tests.chaos.town import Town


@pytest.mark.parametrize("seed", seeds(2))
def test_whoever_is_killed_beside(town: Town, seed: int) -> None:
    case = by_chance(seed)
    assert lived(town, case) == [], f"CHAOS_SEED={seed}: {case}"


def test_a_seed_tells_the_same_story_again() -> None:
    assert [by_chance(seed) for seed in seeds(50)] == [by_chance(seed) for seed in seeds(50)]
    assert len({str(by_chance(seed)) for seed in seeds(50)}) > 25
