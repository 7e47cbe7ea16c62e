"""How long a team's agents have after a conversation."""

from datetime import timedelta

from routing.configuration import Configuration

NONE = timedelta(0)


def wrap_up_of(configuration: Configuration, team: str) -> timedelta:
    """Return it; nothing for a team without, or one that is gone."""
    found = configuration.teams.get(team)
    return timedelta(seconds=found.wrap_up.seconds) if found and found.wrap_up else NONE
