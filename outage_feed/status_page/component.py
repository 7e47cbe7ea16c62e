"""A component of a status page that changed by itself: an outage that has the component's id."""

from typing import Any

from outage_feed.status_page.options import COMPONENT, MAINTENANCE, Options, plain
from outage_feed.texts import shortened

WORKING = "operational"


def outage_of(
    component: dict[str, Any], update: dict[str, Any], options: Options
) -> dict[str, Any]:
    """Describe it with the names of our own JSON; `status` is None if its word is unknown."""
    id_ = update.get("component_id") or component.get("id")
    before, after = plain(update.get("old_status")), plain(update.get("new_status"))
    changed = update.get("created_at") or component.get("updated_at")
    status = options.status(update.get("new_status"), COMPONENT)
    place = options.place_of(id_, component.get("name"))
    return {
        "id": f"component:{id_}" if isinstance(id_, str) and id_ else id_,
        "status": status,
        "service": place.service,
        "kind": "planned" if MAINTENANCE & {before, after} else "unplanned",
        "areas": place.areas,
        "starts_at": changed if before == WORKING else None,
        "ends_at": changed if status == "restored" else None,
        "updated_at": changed,
        "details": {
            name: shortened(text)
            for name in ("name", "description")
            if isinstance(text := component.get(name), str) and text
        },
    }
