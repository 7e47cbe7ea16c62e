"""Who is there, by the hours of lines and teams."""

from typing import Any

import pytest

from routing.choice import destinations
from routing.configuration import Configuration, read_configuration
from routing.opening import Opening
from routing.staffing import hours_named, on_duty, staffed
from tests.routing.configured import LINE, small_sections
from tests.routing.moments import helsinki, shown

N = "+3589315700"
FALLBACK = f"{N}99"
HOURS = {
    "office": {"mon-fri": ["08:00-16:00"], "holidays": "closed"},
    "short": {"mon-fri": ["10:00-14:00"]},
    "always": "24h",
}
TEAMS: dict[str, Any] = {
    "fi": {"language": "fi", "dial": f"{N}10", "hours": "office"},
    "sv": {"language": "sv", "dial": f"{N}20", "hours": "short"},
    "billing": {"language": "fi", "topics": "billing", "dial": f"{N}30", "hours": "short"},
    "faults": {
        "language": ["fi", "sv"],
        "topics": ["faults", "danger"],
        "dial": f"{N}40",
        "hours": "always",
    },
}

NOON, AFTERNOON, NIGHT = "2026-11-23 12:00", "2026-11-23 15:00", "2026-11-23 23:00"


def configured(teams: dict[str, Any] = TEAMS, **line: object) -> Configuration:
    sections = small_sections()
    sections["lines"][LINE] |= {"hours": "office"} | line
    return read_configuration(sections | {"teams": teams, "hours": HOURS})


def rung(configuration: Configuration, topic: str, language: str, now: str) -> list[str]:
    line, at = configuration.lines[LINE], helsinki(now)
    there = on_duty(configuration, line, topic, at)
    found = destinations(configuration, line, topic, language, FALLBACK, there)
    return [one.team for one in found]


def told(configuration: Configuration, topic: str, language: str, now: str) -> tuple[str, str]:
    found = staffed(configuration, configuration.lines[LINE], topic, language, helsinki(now))
    return "open" if found.open else found.why, shown(found.changes_at)


@pytest.mark.parametrize(
    ("topic", "language", "now", "teams"),
    [
        ("any", "fi", NOON, ["fi", "fallback"]),
        ("any", "sv", NOON, ["sv", "fallback"]),
        ("any", "sv", AFTERNOON, ["fi", "fallback"]),
        ("billing", "fi", NOON, ["billing", "fi", "fallback"]),
        ("billing", "fi", AFTERNOON, ["fi", "fallback"]),
        ("any", "fi", NIGHT, []),
        ("any", "sv", NIGHT, []),
        ("billing", "fi", NIGHT, []),
        ("faults", "fi", NIGHT, ["faults", "fallback"]),
        ("danger", "sv", NIGHT, ["faults", "fallback"]),
        ("danger", "sv", NOON, ["faults", "sv", "fallback"]),
    ],
)
def test_only_those_are_rung_who_are_there(
    topic: str, language: str, now: str, teams: list[str]
) -> None:
    assert rung(configured(), topic, language, now) == teams


def test_danger_is_rung_everywhere_when_nobody_is_there() -> None:
    teams = {name: team for name, team in TEAMS.items() if name != "faults"}
    ready = {"language": "fi", "topics": "danger", "dial": f"{N}50", "hours": "office"}
    configuration = configured(teams | {"ready": ready})

    assert rung(configuration, "danger", "fi", NIGHT) == ["ready", "fi", "fallback"]
    assert told(configuration, "danger", "fi", NIGHT) == ("open", "")


def test_the_lines_own_hours_stop_its_teams() -> None:
    teams = TEAMS | {"fi": TEAMS["fi"] | {"hours": "always"}}

    assert rung(configured(teams), "any", "fi", NIGHT) == []
    assert rung(configured(teams, hours="always"), "any", "fi", NIGHT) == ["fi", "fallback"]


def test_the_lines_own_topic_is_meant_by_any() -> None:
    assert rung(configured(topic="faults"), "any", "fi", NIGHT) == ["faults", "fallback"]


@pytest.mark.parametrize(
    ("topic", "language", "now", "found"),
    [
        ("any", "fi", NOON, ("open", "Mon 2026-11-23 16:00")),
        ("any", "sv", NOON, ("open", "Mon 2026-11-23 16:00")),
        ("any", "sv", AFTERNOON, ("open", "Mon 2026-11-23 16:00")),
        ("any", "fi", NIGHT, ("hours", "Tue 2026-11-24 08:00")),
        ("any", "sv", NIGHT, ("hours", "Tue 2026-11-24 10:00")),
        ("billing", "fi", NIGHT, ("hours", "Tue 2026-11-24 08:00")),
        ("any", "fi", "2026-11-22 12:00", ("weekend", "Mon 2026-11-23 08:00")),
        ("any", "fi", "2026-12-25 12:00", ("holiday", "Mon 2026-12-28 08:00")),
        ("faults", "fi", NIGHT, ("open", "")),
        ("danger", "sv", NIGHT, ("open", "")),
    ],
)
def test_whether_somebody_is_there_for_it(
    topic: str, language: str, now: str, found: tuple[str, str]
) -> None:
    assert told(configured(), topic, language, now) == found


def test_it_is_open_as_long_as_somebody_would_be_rung() -> None:
    configuration = configured()
    for hour in range(24 * 7):
        now = f"2026-11-{23 + hour // 24} {hour % 24:02}:00"
        for topic in ("any", "billing", "faults", "danger"):
            for language in ("fi", "sv"):
                is_open = told(configuration, topic, language, now)[0] == "open"
                assert is_open is bool(rung(configuration, topic, language, now))


def test_without_teams_there_are_the_lines_hours_and_the_fallback() -> None:
    configuration = configured()
    line, bare = configuration.lines[LINE], Configuration(hours=configuration.hours)

    assert not staffed(bare, line, "any", "fi", helsinki(NIGHT)).open
    assert staffed(bare, line, "any", "fi", helsinki(NOON)).open
    assert [
        one.team for one in destinations(bare, line, "any", "fi", FALLBACK, lambda _team: False)
    ] == ["fallback"]


def test_a_line_and_a_team_without_hours_are_always_open() -> None:
    teams = {"fi": {"language": "fi", "dial": f"{N}10"}}
    configuration = configured(teams, hours=None)

    assert told(configuration, "any", "fi", NIGHT) == ("open", "")


def test_hours_that_are_missing_are_open_and_unknown() -> None:
    configuration = configured()
    without = Configuration(lines=configuration.lines, teams=configuration.teams)

    assert hours_named(without, "office") is None
    assert staffed(without, configuration.lines[LINE], "any", "fi", helsinki(NIGHT)) == Opening(
        open=True, why="unknown"
    )
