"""The call to an agent's telephone: between whom, and what Twilio is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from flows.verbs import Whisper
from ivr.agent_legs.addresses import AGENT, STATUS, AgentLeg, seal_agent
from ivr.calls.seal import Sealer
from ivr.db.tables.dispatch import agents, waiting
from ivr.dispatch.decide import Decision
from ivr.legs.script import Leg
from ivr.settings import Settings
from ivr.twilio.rest import Order
from routing.configuration import Configuration
from routing.lines import DEFAULT_LABELS

RING_SECONDS = 20
LONGEST_CALL_SECONDS = 4 * 3600
FALLBACK = "/voice/agent-gone/"
DANGER = "danger"

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Ends:
    """
    The agent's telephone, the number that it shows, what is whispered there, and the call of who
    waits; empty: they are rung when the agent has taken it.
    """

    telephone: str
    shown: str
    leg: Leg
    caller_sid: str


def ends_of(connection: Connection, decision: Decision, configuration: Configuration) -> Ends:
    """Read who calls whom for a decision."""
    who = select(agents.c.telephone).where(agents.c.name == decision.agent)
    row = connection.execute(select(waiting).where(waiting.c.id == decision.waiting_id))
    caller = row.mappings().one()
    line = configuration.lines.get(caller["line"])
    return Ends(
        telephone=connection.execute(who).scalar_one(),
        shown=line.shown_number if line else caller["line"],
        leg=_leg(decision.team, caller, configuration),
        caller_sid=caller["ref"] if caller["kind"] == "call" else "",
    )


def order_of(settings: Settings, sealer: Sealer, decision: Decision, ends: Ends) -> Order:
    """Say what Twilio is asked for."""
    token = seal_agent(sealer, AgentLeg(decision.offer, ends.leg))
    url = settings.public_url.rstrip("/")
    return Order(
        to=ends.telephone,
        from_=ends.shown,
        answer=f"{url}{AGENT}{token}",
        status=f"{url}{STATUS}{token}",
        fallback=f"{url}{FALLBACK}{token}",
        ring_seconds=RING_SECONDS,
        most_seconds=LONGEST_CALL_SECONDS,
    )


def _leg(team: str, caller: Row, configuration: Configuration) -> Leg:
    card, state = caller["card"], (caller["call_state"] or {}).get("state", {})
    line = configuration.lines.get(caller["line"])
    labels = line.labels if line else DEFAULT_LABELS["customer-service"]
    language = _language(team, configuration, labels)
    whisper = Whisper(
        language=language,
        line=labels[language],
        caller_language=caller["language"],
        postcode=card.get("place", ""),
        heard=card.get("heard", ""),
        behalf=bool(card.get("behalf")),
        danger=caller["topic"] == DANGER,
        callback=caller["kind"] == "callback" or bool(card.get("attempt")),
    )
    return Leg(
        team,
        whisper,
        str(state.get("bundle", "")),
        caller=card.get("number", ""),
        line=caller["line"],
        rings_back=caller["kind"] == "callback",
    )


def _language(team: str, configuration: Configuration, labels: Mapping[str, str]) -> str:
    """Return what the team speaks first, of what the line has a name in."""
    found = configuration.teams.get(team)
    spoken = (found.language if found else ()) or ()
    return next((each for each in spoken if each in labels), next(iter(labels)))
