"""Stories that nobody has thought of, each from a seed: who else is killed where one is."""

import os
import random
from dataclasses import replace

from tests.chaos.cases import FAMILIES, REDIS, TWILIO, WEB, WINDOWS
from tests.chaos.kills import read_kill
from tests.chaos.stories import Case

SEED = "CHAOS_SEED"
IN_WEB = ("self", "redis+self", "worker+self")
IN_WORKER = ("self", "parent+self", "worker", "redis+self", "redis+worker")
KNOWN = (*WINDOWS, *FAMILIES, *TWILIO, *REDIS)


def seeds(count: int, first: int = 1) -> list[int]:
    """Give so many seeds, from `CHAOS_SEED` on if it is set."""
    first = int(os.environ.get(SEED, first))
    return list(range(first, first + count))


def by_chance(seed: int) -> Case:
    """Return the story of a seed: one that is known, with others killed in it."""
    chance = random.Random(seed)  # noqa: S311 -- a story, not a secret
    case = chance.choice(KNOWN)
    return replace(case, kills=tuple(_struck(chance, kill) for kill in case.kills))


def _struck(chance: random.Random, kill: str) -> str:
    """Whoever comes by is killed in any case: what follows in the story hangs on it."""
    if read_kill(kill).whom != ("self",):
        return kill
    whom = IN_WEB if kill.startswith(WEB) else IN_WORKER
    return f"{kill}:{chance.choice(whom)}"
