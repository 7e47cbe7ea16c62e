"""What works, but perhaps not as meant."""

from collections.abc import Iterator

from routing.configuration import Configuration
from routing.lines import Line
from routing.price import price_warning


def remarks(configuration: Configuration) -> tuple[str, ...]:
    """Say what somebody who applied this should know, one sentence each."""
    per_line = (
        remark for line in configuration.lines.values() for remark in _of_line(configuration, line)
    )
    return (*per_line, *_emergency(configuration))


def _of_line(configuration: Configuration, line: Line) -> Iterator[str]:
    teams = [team for team in configuration.teams.values() if team.serves(line.name)]
    spoken = {language for team in teams for language in team.language}
    for language in line.languages:
        if language not in spoken:
            yield f"{line.name}: no team speaks {language}; other teams take those calls"
    if not any({line.topic, "any"} & set(team.topics) for team in teams):
        yield f"{line.name}: no team has the topic {line.topic}, or any"
    if warning := price_warning(line.number, line.price):
        yield f"{line.name}: {warning}"


def _emergency(configuration: Configuration) -> Iterator[str]:
    spoken = configuration.emergency.spoken
    needed = {one for line in configuration.lines.values() for one in line.languages}
    missing = sorted(needed - spoken.keys()) if spoken else ()
    if missing:
        yield f"emergency.message: is not heard in {', '.join(missing)}"
