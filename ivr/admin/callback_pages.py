"""Every callback with its life: overdue first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import Connection

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin.callback_life import life_of
from ivr.admin.callback_list import Wanted, listed, of_number, read_after
from ivr.admin.callback_words import why_words
from ivr.admin.whole_numbers import shown_once, typed_number
from ivr.callbacks.account import overdue
from ivr.callbacks.records import Callback
from ivr.desk.board import names_of
from ivr.desk.day import FIRST, LAST
from ivr.desk.promised import tries_of
from ivr.lines.store import ConfigurationStore
from ivr.masking import masked
from ivr.services import Services
from ivr.web.words import language_of_page, word
from routing.callback import ENDED, State, is_overdue

SEERS: tuple[Role, ...] = ("viewer", "administrator", "auditor")
ASKED_IN_PAGES = ("state", "line", "day")


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What the pages of callbacks need."""

    services: Services
    applied: ConfigurationStore

    def reading(self) -> Connection:
        """Open a connection that only reads."""
        return self.services.engine.connect().execution_options(readonly=True)

    def drawn(self, template: str, **values: object) -> str:
        """Draw a page with what all of them know."""
        return render_template(
            template,
            now=self.services.clock.now(),
            line_names=names_of(self.applied.current()),
            masked=masked,
            why=lambda text: why_words(text, language_of_page()),
            **values,
        )


def add_callback_pages(pages: Blueprint, services: Services) -> None:
    """Add them."""
    shown = Callbacks(services, ConfigurationStore(services.engine))
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


def _add_list(pages: Blueprint, shown: Callbacks) -> None:
    @pages.get("/callbacks/")
    @allow(*SEERS)
    def callbacks_() -> str:
        return _list(shown)


def _add_one(pages: Blueprint, shown: Callbacks) -> None:
    @pages.get("/callbacks/<callback_id>")
    @allow(*SEERS)
    def callback(callback_id: str) -> str:
        return _one(shown, callback_id, whole=False)

    @pages.post("/callbacks/<callback_id>/number")
    @allow("administrator")
    def callback_number(callback_id: str) -> str:
        drawn = _one(shown, callback_id, whole=True)
        with shown.services.engine.begin() as connection:
            shown_once(connection, callback_id, shown.services.clock.now())
        return drawn


def _list(shown: Callbacks, problem: str = "") -> str:
    wanted = _wanted(shown)
    now, after = shown.services.clock.now(), read_after(request.args.get("after", ""))
    with shown.reading() as connection:
        found, further = listed(connection, wanted, now, after)
    kept: dict[str, Any] = {name: request.args.get(name, "") for name in ASKED_IN_PAGES}
    following = url_for("admin.callbacks_", **kept, after=further) if further else ""
    return _drawn(shown, found, wanted, following=following, problem=problem)


def _drawn(
    shown: Callbacks, found: Sequence[tuple[str, Callback]], wanted: Wanted, **values: object
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


def _one(shown: Callbacks, id_: str, *, whole: bool) -> str:
    now, configuration = shown.services.clock.now(), shown.applied.current()
    with shown.reading() as connection:
        life = life_of(connection, id_, configuration, now) if id_.isalnum() else None
    if life is None:
        abort(HTTPStatus.NOT_FOUND)
    return shown.drawn("admin_callback.html", life=life, one=life.callback, whole=whole)


def _wanted(shown: Callbacks) -> Wanted:
    state, line = request.args.get("state", ""), request.args.get("line", "")
    return Wanted(
        state if state in set(State) else "",
        line if line in shown.applied.current().lines else "",
        read_day(request.args.get("day", "")),
    )


def read_day(given: str) -> date | None:
    """Read the value of a `date` field; None if it is none."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
