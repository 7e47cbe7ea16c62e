"""Kill -9 between every two lines that commit, dial or answer: nothing lost, nothing twice."""

import re

import pytest

from tests.chaos.cases import FAMILIES, POINTS, REDIS, TWILIO, WINDOWS
from tests.chaos.staff import ROOT
from tests.chaos.stories import Case, lived
from tests.chaos.town import Town

FAILPOINT = re.compile(r"""failpoint\(\s*["']([a-z.-]+)["']\s*\)""")


@pytest.mark.parametrize("case", [*WINDOWS, *FAMILIES, *TWILIO, *REDIS], ids=str)
def test_it_is_done_once_whoever_is_killed(town: Town, case: Case) -> None:
    assert lived(town, case) == []


@pytest.mark.parametrize("case", WINDOWS, ids=str)
def test_on_postgresql_without_redis(plain_town: Town, case: Case) -> None:
    assert lived(plain_town, case) == []


def test_every_failpoint_has_a_case() -> None:
    sources = [file.read_text("utf-8") for file in (ROOT / "ivr").rglob("*.py")]
    written = {name for source in sources for name in FAILPOINT.findall(source)}
    assert sorted(written) == POINTS
