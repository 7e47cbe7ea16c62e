"""Outages as they are: per source, one by one, what callers hear of them, and what was refused."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from urllib.parse import quote

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import Connection

from ivr.accounts.guard import allow
from ivr.accounts.roles import Role
from ivr.admin.hearing import Heard, hears
from ivr.admin.moments import age, field_of
from ivr.admin.outage_board import One, find_one, places_of, source_rows, waiting_for_somebody
from ivr.calls.kept_flows import NoFlow
from ivr.db.tables.outages import outages
from ivr.feeds import quarantine
from ivr.feeds.listing import may_be_heard
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.sources import get_source
from ivr.feeds.status import first_problem
from ivr.feeds.store import records_where
from ivr.lines.store import ConfigurationStore
from ivr.notices.answer import Answers
from ivr.notices.query import POSTCODE, BadQuery
from ivr.outages.listed import BadFilters, Filters, page, read_filters
from ivr.services import Services
from outage_feed.outage import SERVICES, Given, changes
from outage_feed.record import Record
from outage_feed.texts import printable

SEERS: tuple[Role, ...] = ("viewer", "outage-operator", "administrator")
A_PAGE = 50
MOST_HELD = 100
MOST_SHOWN = 20_000
"""Of a body that was refused, in characters."""
LONGEST_NUMBER = 10
STATUSES = ("active", "partially_restored", "restored", "cancelled")


@dataclass(frozen=True, slots=True)
class Outages:
    """What the pages of outages need."""

    services: Services
    answers: Answers
    applied: ConfigurationStore

    def lines(self) -> Sequence[str]:
        """Name every line."""
        return [line.name for line in self.applied.current().lines.values()]

    def heard(self, postcode: str) -> Sequence[Heard]:
        """Tell what callers hear there; nothing when it cannot be told."""
        try:
            return hears(self.answers, self.lines(), postcode) if postcode else ()
        except (BadQuery, NoFlow):
            return ()

    def one(self, source: str, id_: str) -> One:
        """Find one outage, else the page is not found (404)."""
        if not (printable(source) and printable(id_)):
            abort(HTTPStatus.NOT_FOUND)
        with self.services.engine.connect().execution_options(readonly=True) as connection:
            found = find_one(connection, source, id_)
        return found or abort(HTTPStatus.NOT_FOUND)


def add_outages(pages: Blueprint, services: Services, answers: Answers) -> None:
    """Add what can be looked at."""
    shown = Outages(services, answers, ConfigurationStore(services.engine))
    _add_board(pages, shown)
    _add_one(pages, shown)
    _add_source(pages, shown)


def _add_board(pages: Blueprint, shown: Outages) -> None:
    @pages.get("/outages/")
    @allow(*SEERS)
    def outages_() -> str:
        return board(shown)

    @pages.get("/outages/new")
    @allow("outage-operator")
    def new_outage() -> str:
        return notice_form(shown, {"kind": "unplanned", "id": own_id(shown)})


def _add_one(pages: Blueprint, shown: Outages) -> None:
    @pages.get("/outages/one")
    @allow(*SEERS)
    def outage() -> str:
        return one_page(shown, request.args.get("source", ""), request.args.get("id", ""))


def _add_source(pages: Blueprint, shown: Outages) -> None:
    @pages.get("/outages/sources/<source>")
    @allow(*SEERS)
    def outage_source(source: str) -> str:
        return source_page(shown, source)

    @pages.get("/outages/sources/<source>/refused/<number>")
    @allow(*SEERS)
    def outage_refused(source: str, number: str) -> str:
        with shown.services.engine.connect().execution_options(readonly=True) as connection:
            known = number.isascii() and number.isdecimal() and len(number) < LONGEST_NUMBER
            kept = quarantine.find(connection, source, int(number)) if known else None
        if kept is None:
            abort(HTTPStatus.NOT_FOUND)
        body = kept.refusal.body[:MOST_SHOWN].decode("utf-8", "replace")
        return render_template("admin_refused.html", kept=kept, body=body, **_words_of(shown))


def board(shown: Outages, problem: str = "") -> str:
    """Draw what is live now."""
    given = {name: value for name, value in request.args.items() if name in ("source", "after")}
    postcode = "".join(request.args.get("postcode", "").split())
    bad = bool(postcode) and not POSTCODE.fullmatch(postcode)
    filters = _filters(given, "" if bad else postcode)
    now = shown.services.clock.now()
    with shown.services.engine.connect().execution_options(readonly=True) as connection:
        rows, waiting = source_rows(connection, now), waiting_for_somebody(connection)
        found, after = page(connection, filters, now)
    here = f"source={quote(filters.source)}&postcode={filters.postcode}&show={_show()}"
    return render_template(
        "admin_outages.html",
        rows=rows,
        waiting=waiting,
        found=found,
        next=f"{url_for('admin.outages_')}?{here}&after={quote(after)}" if after else "",
        show=_show(),
        filters=filters,
        postcode=postcode,
        bad_postcode=bad,
        unknown_postcode=bool(filters.postcode) and _is_of_no_area(filters.postcode),
        heard=shown.heard(filters.postcode),
        problem=problem,
        **_words_of(shown),
    )


def one_page(shown: Outages, source: str, id_: str, problems: Sequence[str] = ()) -> str:
    """Draw one outage: its history, who did what, what callers hear, and what can be done."""
    one = shown.one(source, id_)
    record, now = one.record, shown.services.clock.now()
    postcodes = record.outage.postcodes
    heard_in = next(iter(record.postcodes), "") if may_be_heard(record, now) else ""
    return render_template(
        "admin_outage.html",
        record=record,
        acts=one.acts,
        moves=changes(record.outage.history),
        postcodes=postcodes,
        heard_in=heard_in,
        heard=[one for one in shown.heard(heard_in) if one.noticed],
        problems=problems,
        statuses=STATUSES,
        field_of=field_of,
        **_words_of(shown),
    )


def source_page(shown: Outages, source: str, problems: Sequence[str] = ()) -> str:
    """Draw one source: what was refused and held, and its places that nobody knows (else 404)."""
    now = shown.services.clock.now()
    with shown.services.engine.connect().execution_options(readonly=True) as connection:
        row = next((one for one in source_rows(connection, now) if one.name == source), None)
        if row is None:
            abort(HTTPStatus.NOT_FOUND)
        refused, held = quarantine.listed(connection, source), _held(connection, source)
        as_of = get_source(connection, source).last_as_of
        lost = places_of(connection, source, now)
    return render_template(
        "admin_source.html",
        row=row,
        refused=refused,
        held=held,
        as_of=as_of,
        lost=lost,
        problems=problems,
        **_words_of(shown),
    )


def notice_form(
    shown: Outages, given: Mapping[str, str], problems: Sequence[tuple[str, str]] = ()
) -> str:
    """Draw the form of a notice of one's own, with what was written and what is wrong with it."""
    return render_template("admin_notice.html", given=given, problems=problems, **_words_of(shown))


def own_id(shown: Outages) -> str:
    """Make an id for a notice, so that a form that is sent twice makes one."""
    return f"{shown.services.clock.now():%Y%m%d}-{secrets.token_hex(3)}"


def area_words(area: Given) -> str:
    """Write an area as it was given."""
    return area if isinstance(area, str) else " ".join(area.values())


def _words_of(shown: Outages) -> Mapping[str, object]:
    now = shown.services.clock.now()
    return {
        "now": now,
        "age": lambda then: age(now, then),
        "area_words": area_words,
        "first_problem": first_problem,
        "services": SERVICES,
        "languages": ("fi", "sv", "en"),
    }


def _show() -> str:
    return "all" if request.args.get("show") == "all" else "open"


def _is_of_no_area(postcode: str) -> bool:
    return gazetteer().kind(postcode) == "unknown"


def _filters(given: Mapping[str, str], postcode: str) -> Filters:
    wanted = {"limit": str(A_PAGE), "postcode": postcode, **given}
    if _show() == "open":
        wanted["open"] = "true"
    try:
        return read_filters({name: [value] for name, value in wanted.items() if value})
    except BadFilters:
        return abort(HTTPStatus.NOT_FOUND)


def _held(connection: Connection, source: str) -> Sequence[Record]:
    wanted = outages.c.held_as_of.is_not(None) & (outages.c.source == source)
    return list(islice(records_where(connection, wanted), MOST_HELD))
