"""Where one can go from every page; each part adds its own line."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from ivr.accounts.roles import ROLES, Role


class Place(NamedTuple):
    """`word` is the key of its words, `endpoint` the view it leads to."""

    word: str
    endpoint: str
    roles: frozenset[Role]


EVERYWHERE: Sequence[Place] = (
    Place("desk.title", "desk.page", frozenset({"agent", "viewer", "administrator"})),
    Place("overview.title", "desk.overview", frozenset({"administrator", "viewer", "publisher"})),
    Place(
        "studio.title",
        "studio.flows",
        frozenset({"viewer", "editor", "publisher", "administrator"}),
    ),
    Place(
        "admin.outages.title",
        "admin.outages_",
        frozenset({"viewer", "outage-operator", "administrator"}),
    ),
    Place(
        "admin.lines.title",
        "admin.lines_",
        frozenset(
            {"viewer", "editor", "publisher", "outage-operator", "administrator", "auditor"}
        ),
    ),
    Place(
        "admin.words.title",
        "admin.words_",
        frozenset({"viewer", "editor", "publisher", "outage-operator", "administrator"}),
    ),
    Place(
        "calls.title",
        "admin.calls_",
        frozenset({"viewer", "editor", "publisher", "administrator", "auditor"}),
    ),
    Place(
        "calls.callbacks", "admin.callbacks_", frozenset({"viewer", "administrator", "auditor"})
    ),
    Place(
        "figures.title",
        "admin.figures_",
        frozenset(
            {"viewer", "editor", "publisher", "outage-operator", "administrator", "auditor"}
        ),
    ),
    Place("audit.title", "admin.audit_", frozenset({"administrator", "auditor"})),
    Place("account.title", "accounts.mine", frozenset(ROLES)),
)


def places(roles: Collection[Role]) -> list[Place]:
    """Return the places that these roles may see."""
    return [place for place in EVERYWHERE if place.roles.intersection(roles)]
