"""Each figure of a small set of sums, with the number that it must be."""

import pytest

from ivr.figures.definitions import (
    BY_NAME,
    CHARTS,
    FIGURES,
    IN_TIME,
    LIMITS,
    OUTCOME_FIGURES,
    Figure,
)
from ivr.figures.names import BEYOND, OUTCOMES, WAIT_EDGES
from ivr.figures.totals import Totals, totals_of
from ivr.web.words import words

SUMS = totals_of(
    [
        ("calls", "", 100, 0),
        ("answered", "", 40, 0),
        ("callback", "", 10, 0),
        ("voicemail", "", 2, 0),
        ("abandoned", "", 8, 0),
        ("abandoned_short", "", 5, 0),
        ("unserved", "", 2, 0),
        ("left", "", 25, 0),
        ("finished", "", 7, 0),
        ("ongoing", "", 1, 0),
        ("wait_answered", "0000010", 15, 120),
        ("wait_answered", "0000020", 10, 180),
        ("wait_answered", "0000060", 11, 500),
        ("wait_answered", "0000300", 4, 900),
        ("zero", "", 12, 0),
        ("again_judged", "", 50, 0),
        ("again", "", 5, 0),
        ("noticed", "", 30, 0),
        ("notice_judged", "", 20, 0),
        ("notice_satisfied", "", 15, 0),
        ("wait_told", "-2", 1, 0),
        ("wait_told", "3", 2, 0),
        ("wait_kept", "in", 2, 0),
        ("wait_kept", "longer", 1, 0),
        ("repair_told", "45", 1, 0),
        ("repair_kept", "longer", 1, 0),
        ("callback_asked", "", 11, 0),
        ("callback_ended", "done", 6, 0),
        ("callback_ended", "unreachable", 2, 0),
        ("callback_took", "0003600", 6, 9000),
        ("survey_asked", "", 9, 0),
        ("survey", "effort/5", 2, 10),
        ("survey", "effort/2", 2, 4),
        ("first_resolved", "", 3, 0),
        ("first_not_resolved", "", 1, 0),
        ("first_too_early", "", 9, 0),
        ("first_unknown", "", 4, 0),
    ]
)
EXPECTED = {
    "calls": (100, None),
    "in_time": (0.5, 50),
    "wait": (20, 40),
    "wait_most": (60, 40),
    "abandoned": (0.16, 50),
    "callbacks": (11, None),
    "callbacks_done": (0.75, 8),
    "callback_took": (3600, 6),
    "satisfied": (0.75, 20),
    "again": (0.1, 50),
    "zero": (0.12, 100),
    "first_contact": (0.75, 4),
    "wait_as_told": (2 / 3, 3),
    "repair_as_told": (0, 1),
    "survey": (3.5, 4),
    "left": (0.25, 100),
    "answered": (40, None),
    "callback_calls": (10, None),
    "voicemail": (2, None),
    "abandoned_calls": (8, None),
    "abandoned_short": (5, None),
    "unserved": (2, None),
    "left_calls": (25, None),
    "finished": (7, None),
    "ongoing": (1, None),
    "noticed": (30, None),
    "wait_off": (3, 3),
    "repair_off": (45, 1),
    "surveys_asked": (9, None),
}


def test_every_figure_has_an_expected_number() -> None:
    assert EXPECTED.keys() == BY_NAME.keys()


@pytest.mark.parametrize("name", BY_NAME)
def test_a_figure_is_what_it_says(name: str) -> None:
    figure = BY_NAME[name]
    of = figure.of(SUMS) if figure.of else None
    assert (figure.value(SUMS, IN_TIME), of) == EXPECTED[name]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: one.name)
def test_of_nothing_there_is_no_share(figure: Figure) -> None:
    assert not figure.value(Totals(), IN_TIME)


def test_outcomes_add_up_to_the_calls() -> None:
    assert sum(EXPECTED[name][0] or 0 for name in OUTCOME_FIGURES) == SUMS.count("calls")
    assert len(OUTCOME_FIGURES) == len(OUTCOMES)


def test_a_stricter_limit_is_a_lower_service_level() -> None:
    levels = [BY_NAME["in_time"].value(SUMS, limit) for limit in LIMITS]
    assert levels == [0.3, 0.5, 0.5, 0.72, 0.72, 0.8]
    assert set(LIMITS) <= set(WAIT_EDGES)


def test_what_is_beyond_the_last_edge_has_no_median() -> None:
    assert (
        totals_of([("wait_answered", f"{BEYOND:07d}", 3, 0)]).quantile("wait_answered", 0.5)
        is None
    )


def test_what_a_figure_counts_is_said_in_every_language() -> None:
    for language in ("fi", "sv", "en"):
        said = words(language)
        assert {f"figures.{name}.{part}" for name in BY_NAME for part in ("name", "counts")} <= (
            said.keys()
        )
        assert {f"figures.chart.{chart.name}" for chart in CHARTS} <= said.keys()
