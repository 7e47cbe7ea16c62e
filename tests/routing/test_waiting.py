"""For whom one waits, and for how long."""

import pytest

from routing.configuration import Configuration, read_configuration
from routing.waiting import Wanted, band, expected_seconds, teams_waited_for
from tests.routing.configured import LINE, small_sections

TEAMS: dict[str, object] = {
    "fi": {
        "language": "fi",
        "desk": True,
        "overflow": {"after_seconds": 90, "teams": ["sv"]},
    },
    "bills": {"language": "fi", "topics": ["bills"], "desk": True},
    "sv": {"language": "sv", "desk": True},
    "dialled": {"language": "fi", "topics": ["moving"], "dial": "+358931570010"},
}


@pytest.fixture(scope="module")
def house() -> Configuration:
    return read_configuration(small_sections() | {"teams": TEAMS})


def wanted(house: Configuration, topic: str, language: str) -> tuple[Wanted, ...]:
    line = house.lines[LINE]
    return teams_waited_for(house, line, topic, language)


def test_those_of_the_topic_come_first_and_helpers_after_a_while(house: Configuration) -> None:
    assert wanted(house, "bills", "fi") == (Wanted("bills"), Wanted("fi"), Wanted("sv", 90))


def test_a_team_that_is_dialled_is_not_waited_for(house: Configuration) -> None:
    assert Wanted("dialled") not in wanted(house, "moving", "fi")


def test_the_other_language_has_its_own_desk(house: Configuration) -> None:
    assert wanted(house, "any", "sv") == (Wanted("sv"),)


def test_without_agents_or_experience_nothing_is_told() -> None:
    assert expected_seconds(3, 0, [100.0] * 9) is None
    assert expected_seconds(3, 2, [100.0] * 4) is None


def test_the_wait_is_that_of_those_before_and_ones_own_turn() -> None:
    assert expected_seconds(3, 2, [100.0] * 5) == 200


@pytest.mark.parametrize(
    ("seconds", "key"),
    [
        (0, "wait.2"),
        (119, "wait.2"),
        (120, "wait.5"),
        (599, "wait.10"),
        (1199, "wait.20"),
        (1200, "wait.40"),
        (3599, "wait.60"),
        (4500, "wait.more"),
    ],
)
def test_the_wait_is_told_in_coarse_bands(seconds: int, key: str) -> None:
    assert band(seconds) == key


def test_danger_waits_only_where_its_own_team_is_a_desk() -> None:
    duty = {"language": "fi", "topics": ["danger"]}
    dialled = {**TEAMS, "duty": {**duty, "dial": "+358931570040"}}
    seated = {**TEAMS, "duty": {**duty, "desk": True}}
    assert wanted(read_configuration(small_sections() | {"teams": dialled}), "danger", "fi") == ()
    assert wanted(read_configuration(small_sections() | {"teams": seated}), "danger", "fi")[
        0
    ] == Wanted("duty")
