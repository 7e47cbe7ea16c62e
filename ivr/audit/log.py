"""Note who changed what, in the transaction that changes it."""

import os
import pwd
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import Connection, insert

from ivr.audit.clean import clean, clean_text
from ivr.audit.names import WHATS
from ivr.db.tables.audit import LONGEST_ABOUT, LONGEST_WHO, audit

Told = Mapping[str, Any] | str | None
CALLS = frozenset({"voice", "agent_legs", "sms"})


def note(  # noqa: PLR0913 -- one row of the log: who, what, about, before, after, when
    connection: Connection,
    *,
    who: str,
    what: str,
    about: str = "",
    before: Told = None,
    after: Told = None,
    at: datetime,
) -> None:
    """
    Add a row; it is there when the caller's transaction is committed, and only then.

    `what` is one of `names.WHATS`. Numbers are masked and secrets hidden in `about`, `before`
    and `after`; callers are told of by an id. Raises ValueError for another `what`.
    """
    if what not in WHATS:
        raise ValueError(f"{what!r} is no name of the audit log: add it to ivr/audit/names.py")
    row = {
        "at": at,
        "who": clean_text(who, LONGEST_WHO),
        "came_by": _came_by()[:80],
        "what": what,
        "about": clean_text(about, LONGEST_ABOUT),
        "before": clean(before),
        "after": clean(after),
    }
    connection.execute(insert(audit), row)


def operator() -> str:
    """
    Return who is signed in to this machine; of root, who came there by sudo.

    LOGNAME and USER are not asked: everybody can set them.
    """
    number = os.getuid()
    if not number and os.environ.get("SUDO_USER"):
        return os.environ["SUDO_USER"]
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # a container's user may have no name
        return f"user {number}"


def _came_by() -> str:
    if not has_request_context():
        return f"command {operator()}"
    token: str = getattr(g, "api_token", "")
    if token:
        return f"api {token}"
    return "call" if request.blueprint in CALLS else "page"
