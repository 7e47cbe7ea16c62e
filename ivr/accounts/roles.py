"""What people can be allowed. Somebody may have several roles; none includes another."""

from collections.abc import Mapping
from typing import Literal, get_args

Role = Literal[
    "viewer", "agent", "editor", "publisher", "outage-operator", "administrator", "auditor"
]
ROLES: tuple[Role, ...] = get_args(Role)

MEANING: Mapping[Role, str] = {
    "viewer": "looks at what is going on",
    "agent": "takes calls and callbacks",
    "editor": "changes drafts of flows and words",
    "publisher": "publishes what editors made",
    "outage-operator": "writes and corrects outages",
    "administrator": "people, lines, teams and hours",
    "auditor": "reads who did what",
}
