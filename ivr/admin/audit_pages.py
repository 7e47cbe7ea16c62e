"""The audit log: who changed what, looked for by name, deed, thing and day; and as a file."""

from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for

from ivr.accounts import people
from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin.audit_words import place, said
from ivr.audit.days import begins, is_over
from ivr.audit.log import note
from ivr.audit.names import WHATS
from ivr.audit.reading import Wanted, every, page
from ivr.audit.told import differences, sheet
from ivr.services import Services
from ivr.web.words import word

READERS: tuple[Role, ...] = ("administrator", "auditor")
MOST_IN_FILE = 50_000
FIELDS = ("who", "what", "about", "from", "to")

Page = str | tuple[str, HTTPStatus]


def add_audit(pages: Blueprint, services: Services) -> None:
    """Add the page and the file."""

    @pages.get("/audit/")
    @allow(*READERS)
    def audit_() -> Page:
        try:
            wanted = _wanted()
        except ValueError:
            told = _page(services, Wanted(), "", word("audit.bad_day"))
            return told, HTTPStatus.BAD_REQUEST
        return _page(services, wanted, request.args.get("after", ""))

    @pages.get("/audit/audit.csv")
    @allow(*READERS)
    def audit_file() -> Response | Page:
        try:
            wanted = _wanted()
        except ValueError:
            told = _page(services, Wanted(), "", word("audit.bad_day"))
            return told, HTTPStatus.BAD_REQUEST
        answer = Response(_file(services, wanted), content_type="text/csv; charset=utf-8")
        answer.headers.set("Content-Disposition", "attachment", filename="audit.csv")
        return answer


def _file(services: Services, wanted: Wanted) -> str:
    """Write it; who took what out is noted as well."""
    now = services.clock.now()
    with services.engine.connect().execution_options(readonly=True) as connection:
        rows = sheet(every(connection, wanted, MOST_IN_FILE))
    asked = {name: text for name, text in _asked().items() if text}
    with services.engine.begin() as connection:
        who = g.person.name
        note(connection, who=who, what="audit.exported", after=asked or None, at=now)
    return rows


def _page(services: Services, wanted: Wanted, after: str, problem: str = "") -> str:
    with services.engine.connect().execution_options(readonly=True) as connection:
        entries, older = page(connection, wanted, after)
        names = [person.name for person in people.everybody(connection)]
    asked: dict[str, Any] = {name: text for name, text in _asked().items() if text}
    return render_template(
        "admin_audit.html",
        entries=[(entry, differences(entry, partial(said, entry.what))) for entry in entries],
        field=place,
        said=asked,
        names=names,
        whats=sorted(WHATS, key=lambda what: word(f"audit.what.{what}").casefold()),
        older=url_for("admin.audit_", **asked, after=older) if older else "",
        file=url_for("admin.audit_file", **asked),
        after=after,
        most=MOST_IN_FILE,
        days=services.settings.linja_audit_days,
        problem=problem,
    )


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:200] for name in FIELDS}


def _wanted() -> Wanted:
    """Read what is looked for. Raises ValueError for what is no day."""
    asked = _asked()
    return Wanted(
        who=asked["who"],
        what=asked["what"],
        about=asked["about"],
        since=begins(asked["from"]),
        until=is_over(asked["to"]),
    )
