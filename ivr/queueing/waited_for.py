"""Which desks are waited for, worked out once a minute: schedules change on whole minutes."""

from datetime import datetime

from routing.configuration import Configuration
from routing.lines import Line
from routing.staffing import on_duty
from routing.waiting import Wanted, teams_waited_for

Asked = tuple[str, str, str]
"""A line's number, a topic and a language."""


class WaitedFor:
    """Answers as `teams_waited_for` does for those who are on duty."""

    def __init__(self) -> None:
        # One value, as other threads may look at any time.
        self._held: tuple[Configuration, datetime, dict[Asked, tuple[Wanted, ...]]] | None = None

    def teams(
        self, configuration: Configuration, line: Line, topic: str, language: str, now: datetime
    ) -> tuple[Wanted, ...]:
        """Return the desks, those that help later included; empty: there is none now."""
        known = self._known_at(configuration, now.replace(second=0, microsecond=0))
        asked = (line.number, topic, language)
        if asked not in known:
            there = on_duty(configuration, line, topic, now)
            known[asked] = teams_waited_for(configuration, line, topic, language, is_there=there)
        return known[asked]

    def _known_at(
        self, configuration: Configuration, minute: datetime
    ) -> dict[Asked, tuple[Wanted, ...]]:
        held = self._held
        if held is None or held[0] is not configuration or held[1] != minute:
            held = (configuration, minute, {})
            self._held = held
        return held[2]
