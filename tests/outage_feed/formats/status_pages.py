"""A status page with an incident and its components, as its subscribers are told."""

import json
from copy import deepcopy
from typing import Any

from outage_feed.formats.status_page import Options, read
from outage_feed.outage import Outage
from outage_feed.push import Push, Sent
from tests.outage_feed.made import NOW
from tests.outage_feed.mapped import SAMPLES

PORTAL = {"id": "zvdm6f7gf76j", "name": "Management Portal (example)", "status": "operational"}
SETTINGS: dict[str, Any] = {
    "components": {
        "zvdm6f7gf76j": {"areas": ["29900", {"municipality": "091"}]},
        "Database component": {"areas": "00100"},
        "Valokuitu": {"areas": "331*", "service": "other"},
    }
}
INCIDENT: dict[str, Any] = {
    "id": "z3lct0r596n4",
    "name": "Mobiiliverkon häiriö",
    "status": "investigating",
    "impact": "major",
    "created_at": "2026-11-22T14:05:00.507+02:00",
    "updated_at": "2026-11-22T14:05:00.603+02:00",
    "backfilled": False,
    "scheduled_for": None,
    "scheduled_until": None,
    "resolved_at": None,
    "incident_updates": [],
    "components": [PORTAL],
}


def sample(name: str) -> dict[str, Any]:
    """Return one of the bodies that real pages have sent."""
    body: dict[str, Any] = json.loads((SAMPLES / "status_page" / name).read_text("utf-8"))
    return body


def pushed(body: Any, **settings: Any) -> Push:
    """Read a body as that of a source with these settings."""
    options = Options.model_validate(SETTINGS | settings)
    return read(Sent("telco", json.dumps(body).encode(), NOW), options)


def incident(**changes: Any) -> list[Outage]:
    """Return the outages of an incident with these changes."""
    sent = pushed({"incident": INCIDENT | changes})
    assert sent.refused == ()
    return [item.outage for item in sent.items]


def one(**changes: Any) -> Outage:
    """Return the only outage of it."""
    (outage,) = incident(**changes)
    return outage


def component(old: str, new: str, clock: str = "14:30", **settings: Any) -> Push:
    """Read what is told when a component goes from one status to another."""
    changed = f"2026-11-22T{clock}:00.379+02:00"
    body = deepcopy(sample("component_status_update.json"))
    body["component_update"] |= {"old_status": old, "new_status": new, "created_at": changed}
    return pushed(body, **settings)


def problems(sent: Push) -> list[tuple[str, str]]:
    """Return what is wrong and where."""
    return [(error.at, error.problem) for each in sent.refused for error in each.errors]
