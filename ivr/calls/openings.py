"""Whether somebody is there, worked out once a minute: schedules change on whole minutes."""

from datetime import datetime

from routing.configuration import Configuration
from routing.lines import Line
from routing.opening import Opening
from routing.staffing import staffed

Asked = tuple[str, str, str]
"""A line's number, a topic and a language."""


class Openings:
    """Answers as `staffed` does, without looking at the calendar in every turn."""

    def __init__(self) -> None:
        # One value, as other threads may look at any time.
        self._held: tuple[Configuration, datetime, dict[Asked, Opening]] | None = None

    def staffed(
        self, configuration: Configuration, line: Line, topic: str, language: str, now: datetime
    ) -> Opening:
        """Is somebody there, whom `destinations` would ring?"""
        known = self._known_at(configuration, now.replace(second=0, microsecond=0))
        asked = (line.number, topic, language)
        if asked not in known:
            known[asked] = staffed(configuration, line, topic, language, now)
        return known[asked]

    def _known_at(self, configuration: Configuration, minute: datetime) -> dict[Asked, Opening]:
        held = self._held
        if held is None or held[0] is not configuration or held[1] != minute:
            held = (configuration, minute, {})
            self._held = held
        return held[2]
