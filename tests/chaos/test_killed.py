"""Kill -9 between every two lines that commit, dial or answer: nothing lost, nothing twice."""

import pytest

from simulator.exchange import AUTH_TOKEN
from tests.chaos.cases import FAMILIES, POINTS, REDIS, TWILIO, WINDOWS
from tests.chaos.stories import Case, lived
from tests.chaos.town import OUR_SECRET, Town
from tests.chaos.windows import windows
from tests.ivr.leaks import told_of


@pytest.mark.parametrize("case", [*WINDOWS, *FAMILIES, *TWILIO, *REDIS], ids=str)
def test_it_is_done_once_whoever_is_killed(town: Town, case: Case) -> None:
    assert lived(town, case) == []


def test_every_window_has_a_case() -> None:
    assert sorted({point for window in windows() for point in window.points}) == POINTS


def test_every_line_that_commits_or_dials_is_a_window() -> None:
    assert [str(window) for window in windows() if window.missing] == []


def test_of_all_that_no_log_metric_or_bell_tells_a_number_or_a_secret(town: Town) -> None:
    lived(town, WINDOWS[0])
    numbers = {row["number"] for row in town.rows("SELECT DISTINCT number FROM callbacks")}
    town.begin(town.at, "web")
    told = town.told()
    assert "webhook" in told or "callback" in told
    assert told_of(told, numbers, {"token": AUTH_TOKEN, "key": OUR_SECRET}) == []
