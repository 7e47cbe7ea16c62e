"""What a person makes of a suspicion: a notice, or nothing."""

from datetime import datetime

from sqlalchemy import Connection

from ivr.audit.log import note
from ivr.db.locks import only_writer
from ivr.db.tables.suspicions import suspicions as table
from ivr.feeds.manual import NoOutage, Otherwise, add_notice
from ivr.services import Services
from ivr.suspicions.store import CONFIRMED, DISMISSED, OPEN, Suspicion, change, find


def confirm(services: Services, id_: str, by: str) -> Suspicion:
    """
    Let callers hear the draft as a notice of this person's; asked again, it is the same notice.

    Raises BadNotice: NoOutage when there is no such suspicion, Otherwise when it is not open.
    """
    now = services.clock.now()
    with services.engine.begin() as connection:
        only_writer(connection, table.name)
        found = _found(connection, id_)
        if found.state != CONFIRMED:
            _check_open(found, now)
            notice = f"suspicion-{id_}"
            change(connection, id_, state=CONFIRMED, by=by, decided_at=now, notice=notice)
            found = _found(connection, id_)
            after = {"notice": f"manual/{notice}"}
            note(
                connection,
                who=by,
                what="suspicion.confirmed",
                about=id_,
                before={"state": OPEN},
                after=after,
                at=now,
            )
    add_notice(services, found.draft, found.by, found.notice)
    return found


def dismiss(services: Services, id_: str, by: str, reason: str = "") -> Suspicion:
    """Make nothing of it. Raises as `confirm` does."""
    now = services.clock.now()
    with services.engine.begin() as connection:
        only_writer(connection, table.name)
        found = _found(connection, id_)
        if found.state != DISMISSED:
            _check_open(found, now)
            change(connection, id_, state=DISMISSED, by=by, decided_at=now, reason=reason)
            after = {"reason": reason} if reason else None
            note(
                connection,
                who=by,
                what="suspicion.dismissed",
                about=id_,
                before={"state": OPEN},
                after=after,
                at=now,
            )
        return _found(connection, id_)


def _found(connection: Connection, id_: str) -> Suspicion:
    found = find(connection, id_)
    if found is None:
        raise NoOutage(f"There is no suspicion {id_}; see `linja outages suspicions`.")
    return found


def _check_open(found: Suspicion, now: datetime) -> None:
    state = found.standing(now)
    if state == OPEN:
        return
    by = f" by {found.by}" if found.by else ""
    raise Otherwise(
        f"Suspicion {found.id} is {state}{by}: for a notice of your own, use `linja outages add`."
    )
