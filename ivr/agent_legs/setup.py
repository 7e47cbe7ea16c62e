"""Put the parts of answering agents' calls together, once per process."""

from flask import Blueprint

from ivr.agent_legs.answering import AgentAnswering
from ivr.agent_legs.deeds import Deeds
from ivr.agent_legs.webhooks import agent_legs_blueprint
from ivr.calls.documents import Documents
from ivr.calls.kept_flows import KeptFlows
from ivr.calls.ports import Ports, Threads
from ivr.calls.seal import Sealer
from ivr.calls.voices import voices_of
from ivr.dispatch.dispatching import dispatcher_of
from ivr.services import Services
from ivr.twilio.signature import Signatures


def open_agent_legs(
    services: Services, ports: Ports, threads: Threads, flows: KeptFlows
) -> Blueprint | None:
    """Return the addresses of agents' calls; None where no calls can be made."""
    settings = services.settings
    if not settings.twilio_account_sid:
        return None
    documents = Documents(Sealer(settings.secret_keys), voices_of(settings), settings.public_url)
    deeds = Deeds(dispatcher_of(services))
    answering = AgentAnswering(ports, threads, services.clock, documents, flows, deeds)
    signatures = Signatures(settings.public_url, settings.auth_tokens)
    return agent_legs_blueprint(signatures, answering)
