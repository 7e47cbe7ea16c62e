"""The agents whose telephones lie on the page, and what they are doing."""

from sqlalchemy import Connection

from ivr.dispatch.agents import all_agents

MOST_SHOWN = 4


def handsets_of_agents(connection: Connection) -> list[dict[str, object]]:
    """Return the first agents by name: telephone, state and teams."""
    return [
        {
            "name": agent.name,
            "telephone": agent.telephone,
            "state": agent.state,
            "teams": list(agent.teams),
        }
        for agent in all_agents(connection)[:MOST_SHOWN]
    ]
