"""An incident of a status page: one outage, or one for each service that it hits."""

from collections.abc import Iterable, Iterator
from typing import Any

from outage_feed.outage import OVER, Given, Service
from outage_feed.status_page.options import INCIDENT, MAINTENANCE, Options, plain
from outage_feed.texts import shortened
from outage_feed.times import BadTime, parse_time

Members = list[dict[str, Any]]
SHOWN = ("name", "impact", "shortlink")


def outages_of(incident: dict[str, Any], options: Options) -> Iterator[dict[str, Any]]:
    """
    Describe it with the names of our own JSON; `status` is None if its word is unknown.

    Components that it named before and names no more leave an outage that was none.
    """
    told = _told(incident, options)
    now = _areas(_affected(incident), options)
    before = _areas(_ever_affected(incident), options)
    if not now and not before:
        now = {options.service: list(options.without_components)}
    for service in sorted(now.keys() | before.keys()):
        gone = {} if service in now else {"status": "cancelled"}
        id_ = told["id"] if service == options.service else f"{told['id']}:{service}"
        yield {**told, **gone, "id": id_, "service": service, "areas": now.get(service, [])}


def _told(incident: dict[str, Any], options: Options) -> dict[str, Any]:
    status = options.status(incident.get("status"), INCIDENT)
    begins, changed = incident.get("scheduled_for"), incident.get("updated_at")
    planned = bool(begins) or plain(incident.get("status")) in MAINTENANCE
    if status == "restored" and begins and _earlier(changed, begins):
        status = "cancelled"
    return {
        "id": incident.get("id"),
        "status": status,
        "kind": "planned" if planned else "unplanned",
        "starts_at": begins or incident.get("created_at"),
        "estimated_restoration": None if status in OVER else incident.get("scheduled_until"),
        "ends_at": _ended(incident, options) if status == "restored" else None,
        "updated_at": changed or incident.get("created_at"),
        "details": _details(incident),
    }


def _ended(incident: dict[str, Any], options: Options) -> Any:
    """When it was resolved: a postmortem comes days later and is no second repair."""
    told = (
        update.get("created_at")
        for update in reversed(members(incident.get("incident_updates")))
        if options.status(update.get("status"), INCIDENT) == "restored"
    )
    return incident.get("resolved_at") or next(told, None)


def _affected(incident: dict[str, Any]) -> Members:
    """What it hits now: the newest update comes first."""
    newest = members(incident.get("incident_updates"))[:1]
    return members(incident.get("components")) or _named_in(newest)


def _ever_affected(incident: dict[str, Any]) -> Members:
    return _named_in(members(incident.get("incident_updates")))


def _named_in(updates: Members) -> Members:
    return [named for update in updates for named in members(update.get("affected_components"))]


def _areas(components: Iterable[dict[str, Any]], options: Options) -> dict[Service, list[Given]]:
    """Where each service is missed."""
    areas: dict[Service, list[Given]] = {}
    for component in components:
        place = options.place_of(
            component.get("id") or component.get("code"), component.get("name")
        )
        known = areas.setdefault(place.service, [])
        known += [area for area in place.areas if area not in known]
    return areas


def _details(incident: dict[str, Any]) -> dict[str, str]:
    """What it says beside, for people: its texts tell times, which nobody knows to have passed."""
    updates = members(incident.get("incident_updates"))
    names = [str(component.get("name")) for component in _affected(incident)]
    told = {
        **{name: incident.get(name) for name in SHOWN},
        "update": updates[0].get("body") if updates else None,
        "components": ", ".join(names),
    }
    return {name: shortened(text) for name, text in told.items() if isinstance(text, str) and text}


def _earlier(one: Any, other: Any) -> bool:
    try:
        return parse_time(one) < parse_time(other)
    except BadTime:
        return False


def members(value: Any) -> Members:
    """The objects of a list, if it is one."""
    return (
        [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []
    )
