"""A suspicion as people and other systems are told of it."""

from datetime import datetime
from typing import Any

from ivr.clock import HELSINKI
from ivr.feeds.report import iso
from ivr.suspicions.store import OPEN, Suspicion


def suspicion_json(one: Suspicion, now: datetime) -> dict[str, Any]:
    """All of it, and the notice that it would become."""
    state = one.standing(now)
    return {
        "id": one.id,
        "state": state,
        "postcode": one.postcode,
        "service": one.service,
        "raised_at": iso(one.raised_at),
        "since": iso(one.since),
        "callers": one.callers,
        "withheld_calls": one.withheld,
        "usual_callers": round(one.usual, 2),
        "customers": one.customers,
        "by": one.by or None,
        "decided_at": iso(one.decided_at),
        "reason": one.reason or None,
        "notice": one.notice or None,
        "draft": one.draft | {"starts_at": iso(one.since)} if state == OPEN else None,
    }


def suspicion_line(one: Suspicion, now: datetime) -> str:
    """One suspicion in one line."""
    raised = one.raised_at.astimezone(HELSINKI)
    by = f" by {one.by}" if one.by else ""
    calls = "call" if one.withheld == 1 else "calls"
    withheld = f", and {one.withheld} {calls} with a withheld number" if one.withheld else ""
    parts = [
        one.id,
        f"{raised:%d.%m. %H.%M}",
        one.postcode,
        one.service,
        f"{one.callers} callers in 15 min (usual {one.usual:.1f}){withheld}",
        f"{one.standing(now)}{by}",
        one.reason or (one.notice and f"manual/{one.notice}"),
    ]
    return "  ".join(filter(None, parts))
