"""Settings of sources in SQL: applied whole or not at all, read again for each push."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ivr.audit.difference import only_changed
from ivr.audit.log import note, operator
from ivr.db.tables.feeds import source_polls, source_settings
from ivr.db.tables.outages import sources
from ivr.feeds.scope import note_scope
from ivr.feeds.settings import BadSourceSettings, SourceSettings, read_settings
from ivr.feeds.sources import NAME, create_source, get_source
from ivr.queue.leases import real_now
from ivr.sealed import NotReadable, Sealed
from ivr.services import Services
from routing.problems import Problem

SECTION = "sources"
KEPT = "<kept>"
"""Shown in place of a header's value; applied again, it leaves the value as it is."""
LONGEST_VALUE = 2_000
COLUMNS = ("stale_after_seconds", "silent_after_seconds", "never_stale")


@dataclass(frozen=True, slots=True)
class Applied:
    """The sources that were applied, and those of them that are new."""

    names: Sequence[str]
    new: Sequence[str]


def settings_of(connection: Connection, source: str) -> SourceSettings:
    """Read how a source sends; the defaults when nothing was applied. Raises BadSourceSettings."""
    text = _document(connection, source)
    return _settings(text) if text else _settings("{}")


def apply_settings(services: Services, document: Mapping[str, Any]) -> Applied:
    """
    Replace the settings of each source that the file names; the others stay.

    Raises BadSourceSettings with every problem, and then applies nothing.
    """
    given = _named(document)
    sealed = Sealed(services.settings.secret_keys)
    now = services.clock.now()
    with services.engine.begin() as connection:
        problems: list[Problem] = []
        kept = {name: _kept(connection, name) for name in given}
        for name, one in given.items():
            problems += _problems(name, one, kept[name])
        if problems:
            raise BadSourceSettings(problems)
        new = [name for name in given if not _exists(connection, name)]
        for name, one in given.items():
            before = {} if name in new else shown_settings(connection, name)
            create_source(connection, name, now)
            _write(connection, name, _with_sealed(name, one, kept[name], sealed), now)
            _note_change(connection, name, before, now)
    return Applied(list(given), new)


def _note_change(
    connection: Connection, name: str, before: Mapping[str, Any], now: datetime
) -> None:
    old, new = only_changed(before, shown_settings(connection, name))
    what = "source.changed" if before else "source.added"
    note(connection, who=operator(), what=what, about=name, before=old, after=new, at=now)


def shown_settings(connection: Connection, source: str) -> dict[str, Any]:
    """Return what `apply` would read, secrets left out. Raises BadSource."""
    get_source(connection, source)
    row = connection.execute(select(sources).where(sources.c.name == source)).mappings().one()
    given = _given(connection, source)
    poll = given.get("poll")
    if poll and poll.get("headers"):
        given["poll"] = {**poll, "headers": dict.fromkeys(poll["headers"], KEPT)}
    freshness = {name: str(row[name]).lower() for name in COLUMNS}
    return {**given, **freshness}


def opened_headers(
    settings: SourceSettings, source: str, secret_keys: Sequence[str]
) -> dict[str, str]:
    """Return the headers of a poll as they are sent. Raises NotReadable."""
    if settings.poll is None:
        return {}
    sealed = Sealed(secret_keys)
    return {
        name: sealed.open(value, *_bound(source, name))
        for name, value in settings.poll.headers.items()
    }


def renew_headers(connection: Connection, secret_keys: Sequence[str]) -> int:
    """Seal what older keys sealed with the newest; return how many sources it was."""
    sealed, renewed = Sealed(secret_keys), 0
    for source, text in connection.execute(
        select(source_settings.c.source, source_settings.c.document)
    ).all():
        given = json.loads(text)
        after = _each_header(given, source, sealed.renewed)
        if after != given:
            _replace(connection, source, after)
            renewed += 1
    return renewed


def _named(document: Mapping[str, Any]) -> Mapping[str, Any]:
    given = document.get(SECTION)
    problems = [
        Problem((name,), f"is not known here; everything stands under {SECTION}:")
        for name in document
        if name != SECTION
    ]
    if not isinstance(given, Mapping) or not given:
        problems.append(Problem((SECTION,), "must be a map of sources by their names"))
    if problems or not isinstance(given, Mapping):
        raise BadSourceSettings(problems)
    return given


def _problems(name: str, given: Any, kept: Mapping[str, str]) -> list[Problem]:
    under = (SECTION, name)
    problems: list[Problem] = []
    if not NAME.fullmatch(name):
        problems.append(Problem(under, "a source has up to 64 letters, digits, dots, hyphens"))
    try:
        settings = read_settings(given, under)
    except BadSourceSettings as error:
        return [*problems, *error.problems]
    for header, value in (settings.poll.headers if settings.poll else {}).items():
        at = (*under, "poll", "headers", header)
        if value == KEPT and header not in kept:
            problems.append(Problem(at, "nothing is kept under this name: write the value"))
        if len(value) > LONGEST_VALUE:
            problems.append(Problem(at, f"has {len(value)} characters; at most {LONGEST_VALUE}"))
    return problems


def _with_sealed(
    name: str, given: Mapping[str, Any], kept: Mapping[str, str], sealed: Sealed
) -> dict[str, Any]:
    headers = (given.get("poll") or {}).get("headers") or {}
    stays = {header for header, value in headers.items() if value == KEPT}

    def put_away(value: str, *bound: str) -> str:
        header = bound[-1]
        return kept[header] if header in stays else sealed.seal(value, *bound)

    return _each_header(given, name, put_away)


def _each_header(
    given: Mapping[str, Any], source: str, change: Callable[..., str]
) -> dict[str, Any]:
    poll = given.get("poll") or {}
    if not poll.get("headers"):
        return dict(given)
    try:
        changed = {n: change(v, *_bound(source, n)) for n, v in poll["headers"].items()}
    except NotReadable:
        return dict(given)
    return {**given, "poll": {**poll, "headers": changed}}


def _bound(source: str, header: str) -> tuple[str, ...]:
    return ("poll header", source, header)


def _kept(connection: Connection, source: str) -> dict[str, str]:
    poll = _given(connection, source).get("poll") or {}
    return dict(poll.get("headers") or {})


def _given(connection: Connection, source: str) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(_document(connection, source) or "{}")
    return given


def _document(connection: Connection, source: str) -> str | None:
    column, key = source_settings.c.document, source_settings.c.source
    text: str | None = connection.execute(select(column).where(key == source)).scalar()
    return text


def _exists(connection: Connection, source: str) -> bool:
    found = select(sources.c.name).where(sources.c.name == source)
    return connection.execute(found).first() is not None


def _write(connection: Connection, source: str, given: dict[str, Any], now: datetime) -> None:
    settings = read_settings(given)
    columns = {name: getattr(settings, name) for name in COLUMNS}
    connection.execute(update(sources).where(sources.c.name == source).values(columns))
    note_scope(connection, source, settings.limits, polled=settings.poll is not None)
    key = source_settings.c.source
    connection.execute(delete(source_settings).where(key == source))
    row = {"source": source, "document": json.dumps(given, ensure_ascii=False), "applied_at": now}
    connection.execute(insert(source_settings), row)
    connection.execute(delete(source_polls).where(source_polls.c.source == source))
    if settings.poll:  # asked anew at once: what it said before may have been read otherwise
        due = {"source": source, "next_at": real_now(connection)}
        connection.execute(insert(source_polls), due)


def _replace(connection: Connection, source: str, given: dict[str, Any]) -> None:
    this = update(source_settings).where(source_settings.c.source == source)
    connection.execute(this.values(document=json.dumps(given, ensure_ascii=False)))


@lru_cache(256)
def _settings(text: str) -> SourceSettings:
    return read_settings(json.loads(text))
