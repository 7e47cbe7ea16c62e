"""Every call, and one of them step by step: what was heard, pressed and waited for, and why."""

import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin.call_list import A_PAGE, Page, Sieve, page
from ivr.admin.call_path import Path, path_of
from ivr.admin.call_replay import PastCall, Replay, replay
from ivr.admin.call_steps import steps_of
from ivr.admin.call_told import CallTold, call_told
from ivr.admin.seen import Seen
from ivr.admin.whole_numbers import typed_number
from ivr.bundles.store import live
from ivr.clock import HELSINKI
from ivr.desk.card import why_spoken
from ivr.desk.day import read_day
from ivr.journal.store import newest
from ivr.lines.store import ConfigurationStore
from ivr.services import Services
from ivr.studio.drawing import HEIGHT, WIDTH
from ivr.studio.studio import READERS
from ivr.web.words import LANGUAGES, word

SEERS: tuple[Role, ...] = ("viewer", "editor", "publisher", "administrator", "auditor")
SID = re.compile(r"CA[0-9a-f]{32}")
ASKED = ("line", "day", "language", "heard", "unreached")


def add_call_pages(pages: Blueprint, services: Services) -> None:
    """Add them."""
    shown = Seen(services, ConfigurationStore(services.engine))
    _add_list(pages, shown)

    @pages.get("/calls/<call_sid>")
    @allow(*SEERS)
    def call(call_sid: str) -> str:
        return _one(shown, call_sid, whole=False)

    @pages.post("/calls/<call_sid>/number")
    @allow("administrator")
    def call_number(call_sid: str) -> str:
        return shown.with_number(call_sid, lambda: _one(shown, call_sid, whole=True))


def _add_list(pages: Blueprint, shown: Seen) -> None:
    @pages.get("/calls/")
    @allow(*SEERS)
    def calls_() -> str:
        sieve = _sieve(shown)
        with shown.reading() as connection:
            found = page(connection, sieve, request.args.get("after", ""))
        return _list(shown, sieve, found)

    @pages.post("/call-search")
    @allow(*SEERS)
    def calls_found() -> str | Response:
        given = request.form.get("wanted", "").strip()
        if SID.fullmatch(given):
            return redirect(url_for("admin.call", call_sid=given), HTTPStatus.SEE_OTHER)
        number = typed_number(given) if "administrator" in g.person.roles else ""
        if not number:
            kind = "bad_wanted" if "administrator" in g.person.roles else "bad_sid"
            return _list(shown, Sieve(), Page(()), problem=word(f"calls.{kind}"))
        with shown.reading() as connection:
            found = Page(newest(connection, number, A_PAGE))
        return _list(shown, Sieve(), found, searched=True)


def _list(shown: Seen, sieve: Sieve, found: Page, **values: object) -> str:
    kept: dict[str, Any] = {name: request.args.get(name, "") for name in ASKED}
    following = url_for("admin.calls_", **kept, after=found.after) if found.after else ""
    return shown.drawn(
        "admin_calls.html",
        found=found,
        sieve=sieve,
        following=following,
        languages=LANGUAGES,
        lines=shown.applied.current().lines,
        **values,
    )


def _sieve(shown: Seen) -> Sieve:
    given = request.args
    names = {line.name for line in shown.applied.current().lines.values()}
    return Sieve(
        line=given.get("line", "") if given.get("line") in names else "",
        day=read_day(given.get("day", "")),
        language=given.get("language", "") if given.get("language") in LANGUAGES else "",
        heard=given.get("heard") == "yes",
        unreached=given.get("unreached") == "yes",
    )


def _one(shown: Seen, sid: str, *, whole: bool) -> str:
    with shown.reading() as connection:
        told = call_told(connection, sid) if sid.isalnum() else None
    if told is None:
        abort(HTTPStatus.NOT_FOUND)
    path, again = path_of(shown.services.engine, told.turns), _replayed(told)
    flow = _flow_of(shown, told, path)
    return shown.drawn(
        "admin_call.html",
        told=told,
        one=told.call,
        steps=steps_of(told.turns),
        path=path,
        whole=whole,
        why_spoken=lambda why: why_spoken({"why": why}),
        width=WIDTH,
        height=HEIGHT,
        again=again,
        replay_at=url_for("studio.try_", flow=flow, **again.query) if flow else "",
        replay_flow=flow,
    )


def _flow_of(shown: Seen, told: CallTold, path: Path | None) -> str:
    """Name the flow that the call began on, if there is one today and it may be tried."""
    if not g.person.roles.intersection(READERS) or not told.turns or told.attempt:
        return ""
    flow = path.bundle.start if path else str(told.turns[0].flow)
    return flow if flow in live(shown.services.engine) else ""


def _replayed(told: CallTold) -> Replay:
    call, wait = told.call, told.wait
    past = PastCall(
        line=call.line,
        withheld=not call.number and not told.is_erased,
        places=call.places,
        turns=told.turns,
        chosen=wait.chosen if wait else "",
        met=bool(wait and wait.met_at),
    )
    return replay(past, call.started_at.astimezone(HELSINKI))
