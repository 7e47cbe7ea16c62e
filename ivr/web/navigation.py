"""Where one can go from every page; each part adds its own line."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from ivr.accounts.roles import ROLES, Role


class Place(NamedTuple):
    """`word` is the key of its words, `endpoint` the view it leads to, `group` one of GROUPS."""

    word: str
    endpoint: str
    roles: frozenset[Role]
    group: str


GROUPS = ("today", "service", "follow_up")
"""What people do there: work now, change what callers hear, look at what became of it."""
OWN = "own"
"""The group of one's own page, which stands with one's name."""


EVERYWHERE: Sequence[Place] = (
    Place("desk.title", "desk.page", frozenset({"agent", "viewer", "administrator"}), "today"),
    Place(
        "overview.title",
        "desk.overview",
        frozenset({"administrator", "viewer", "publisher"}),
        "today",
    ),
    Place(
        "studio.title",
        "studio.flows",
        frozenset({"viewer", "editor", "publisher", "administrator"}),
        "service",
    ),
    Place(
        "admin.outages.title",
        "admin.outages_",
        frozenset({"viewer", "outage-operator", "administrator"}),
        "today",
    ),
    Place(
        "admin.lines.title",
        "admin.lines_",
        frozenset(
            {"viewer", "editor", "publisher", "outage-operator", "administrator", "auditor"}
        ),
        "service",
    ),
    Place(
        "admin.words.title",
        "admin.words_",
        frozenset({"viewer", "editor", "publisher", "outage-operator", "administrator"}),
        "service",
    ),
    Place(
        "calls.title",
        "admin.calls_",
        frozenset({"viewer", "editor", "publisher", "administrator", "auditor"}),
        "follow_up",
    ),
    Place(
        "calls.callbacks",
        "admin.callbacks_",
        frozenset({"viewer", "administrator", "auditor"}),
        "follow_up",
    ),
    Place(
        "figures.title",
        "admin.figures_",
        frozenset(
            {"viewer", "editor", "publisher", "outage-operator", "administrator", "auditor"}
        ),
        "follow_up",
    ),
    Place("audit.title", "admin.audit_", frozenset({"administrator", "auditor"}), "follow_up"),
    Place("account.title", "accounts.mine", frozenset(ROLES), OWN),
)


def places(roles: Collection[Role]) -> list[Place]:
    """Return the places that these roles may see."""
    return [place for place in EVERYWHERE if place.roles.intersection(roles)]


def here(known: Sequence[Place], path: str, address: Callable[[str], str]) -> Place | None:
    """Return the place that a path is in: the one whose address is the longest beginning of it."""
    around = [one for one in known if path.startswith(address(one.endpoint))]
    return max(around, key=lambda one: len(address(one.endpoint)), default=None)
