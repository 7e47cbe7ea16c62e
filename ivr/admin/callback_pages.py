"""Every callback with its life: overdue first."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, request, url_for

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin.callback_life import life_of
from ivr.admin.callback_list import Wanted, listed, of_number, read_after
from ivr.admin.seen import Seen
from ivr.admin.whole_numbers import typed_number
from ivr.callbacks.account import overdue
from ivr.callbacks.records import Callback
from ivr.desk.day import read_day
from ivr.desk.promised import tries_of
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from ivr.web.words import word
from routing.callback import ENDED, State, is_overdue

SEERS: tuple[Role, ...] = ("viewer", "administrator", "auditor")
ASKED_IN_PAGES = ("state", "line", "day")


def add_callback_pages(pages: Blueprint, services: Services) -> None:
    """Add them."""
    shown = Seen(services, ConfigurationStore(services.engine))
    _add_list(pages, shown)
    _add_one(pages, shown)

    @pages.post("/callback-search")
    @allow("administrator")
    def callbacks_found() -> str:
        number = typed_number(request.form.get("number", ""))
        if not number:
            return _list(shown, word("calls.bad_number"))
        with shown.reading() as connection:
            found = of_number(connection, number)
        groups = [("ended" if one.state in ENDED else "open", one) for one in found]
        return _drawn(shown, groups, Wanted(), searched=True)


def _add_list(pages: Blueprint, shown: Seen) -> None:
    @pages.get("/callbacks/")
    @allow(*SEERS)
    def callbacks_() -> str:
        return _list(shown)


def _add_one(pages: Blueprint, shown: Seen) -> None:
    @pages.get("/callbacks/<callback_id>")
    @allow(*SEERS)
    def callback(callback_id: str) -> str:
        return _one(shown, callback_id, whole=False)

    @pages.post("/callbacks/<callback_id>/number")
    @allow("administrator")
    def callback_number(callback_id: str) -> str:
        return shown.with_number(callback_id, lambda: _one(shown, callback_id, whole=True))


def _list(shown: Seen, problem: str = "") -> str:
    wanted = _wanted(shown)
    now, after = shown.services.clock.now(), read_after(request.args.get("after", ""))
    with shown.reading() as connection:
        found, further = listed(connection, wanted, now, after)
    kept: dict[str, Any] = {name: request.args.get(name, "") for name in ASKED_IN_PAGES}
    following = url_for("admin.callbacks_", **kept, after=further) if further else ""
    return _drawn(shown, found, wanted, following=following, problem=problem)


def _drawn(
    shown: Seen, found: Sequence[tuple[str, Callback]], wanted: Wanted, **values: object
) -> str:
    now = shown.services.clock.now()
    with shown.reading() as connection:
        tries, (late, _) = (
            tries_of(connection, [one.id for _, one in found]),
            overdue(connection, now),
        )
    return shown.drawn(
        "admin_callbacks.html",
        found=found,
        wanted=wanted,
        tries=tries,
        late=late,
        is_late=lambda one: is_overdue(State(one.state), one.due_at, now),
        states=list(State),
        lines=shown.applied.current().lines,
        **values,
    )


def _one(shown: Seen, id_: str, *, whole: bool) -> str:
    now, configuration = shown.services.clock.now(), shown.applied.current()
    with shown.reading() as connection:
        life = life_of(connection, id_, configuration, now) if id_.isalnum() else None
    if life is None:
        abort(HTTPStatus.NOT_FOUND)
    return shown.drawn("admin_callback.html", life=life, one=life.callback, whole=whole)


def _wanted(shown: Seen) -> Wanted:
    state, line = request.args.get("state", ""), request.args.get("line", "")
    return Wanted(
        state if state in set(State) else "",
        line if line in shown.applied.current().lines else "",
        read_day(request.args.get("day", "")),
    )
