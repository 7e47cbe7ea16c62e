"""Who is rung, and in which order."""

import pytest

from routing.choice import Destination, destinations
from routing.configuration import Configuration, read_configuration
from tests.routing.configured import LINE, small_sections

N = "+3589315700"
TEAMS: dict[str, object] = {
    "fi": {"language": "fi", "dial": [f"{N}10", f"{N}11"]},
    "sv": {"language": "sv", "dial": f"{N}20"},
    "billing": {"language": ["fi", "en"], "topics": "billing", "dial": [f"{N}30", f"{N}10"]},
    "faults": {"language": "fi", "topics": ["faults"], "dial": f"{N}40"},
    "felanmalan": {"language": "sv", "topics": "faults", "dial": f"{N}41"},
    "other": {"language": "fi", "dial": f"{N}50", "lines": "other"},
}


def configured(teams: dict[str, object] = TEAMS, **line: object) -> Configuration:
    sections = small_sections()
    sections["lines"][LINE] |= line
    sections["lines"][f"{N}01"] = sections["lines"][LINE] | {"name": "other"}
    return read_configuration(sections | {"teams": teams})


def rung(configuration: Configuration, topic: str, language: str, fallback: str = "") -> list[str]:
    line = configuration.lines[LINE]
    found = destinations(configuration, line, topic, language, fallback)
    return [f"{one.team} {one.number[-2:]} {one.language}" for one in found]


@pytest.mark.parametrize(
    ("topic", "language", "expected"),
    [
        ("any", "fi", ["fi 10 fi", "fi 11 fi"]),
        ("any", "sv", ["sv 20 sv"]),
        ("billing", "fi", ["billing 30 fi", "billing 10 fi", "fi 11 fi"]),
        ("billing", "sv", ["sv 20 sv"]),
        ("billing", "en", ["billing 30 en", "billing 10 en"]),
        ("any", "en", ["fi 10 fi", "fi 11 fi", "sv 20 sv"]),
        ("faults", "en", ["faults 40 fi", "felanmalan 41 sv", "fi 10 fi", "fi 11 fi", "sv 20 sv"]),
        ("danger", "sv", ["felanmalan 41 sv", "faults 40 fi", "sv 20 sv"]),
        ("unheard-of", "sv", ["sv 20 sv"]),
    ],
)
def test_language_then_topic_then_order(topic: str, language: str, expected: list[str]) -> None:
    assert rung(configured(), topic, language) == expected


def test_any_means_the_topic_of_the_line() -> None:
    assert rung(configured(topic="faults"), "any", "sv") == ["felanmalan 41 sv", "sv 20 sv"]
    assert rung(configured(topic="faults"), "billing", "fi")[0] == "billing 30 fi"


def test_danger_goes_to_its_own_team_in_any_language_before_all_others() -> None:
    ready = {"language": "fi", "topics": ["danger"], "dial": f"{N}60"}
    assert rung(configured(TEAMS | {"ready": ready}), "danger", "sv") == [
        "ready 60 fi",
        "felanmalan 41 sv",
        "sv 20 sv",
    ]


def test_the_fallback_number_is_the_last() -> None:
    line = configured().lines[LINE]
    assert destinations(configured(), line, "any", "sv", f"{N}99") == (
        Destination("sv", f"{N}20", "sv"),
        Destination("fallback", f"{N}99", "fi"),
    )


def test_a_fallback_that_is_already_rung_is_not_rung_twice() -> None:
    assert rung(configured(), "any", "fi", f"{N}10") == ["fi 10 fi", "fi 11 fi"]


def test_somebody_is_rung_even_if_nobody_fits() -> None:
    only: dict[str, object] = {
        "billing": {"language": "fi", "topics": "billing", "dial": f"{N}30"}
    }
    assert rung(configured(only), "any", "sv") == ["billing 30 fi"]


def test_without_teams_there_is_only_the_fallback() -> None:
    line = configured().lines[LINE]
    assert destinations(Configuration(), line, "any", "fi", f"{N}99") == (
        Destination("fallback", f"{N}99", "fi"),
    )
    assert destinations(Configuration(), line, "any", "fi") == ()
