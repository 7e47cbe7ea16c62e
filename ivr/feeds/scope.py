"""Where a source speaks at all, so that it is no word on any other place."""

import json
from functools import lru_cache

from sqlalchemy import Connection, select, update

from ivr.db.tables.feeds import source_secrets
from ivr.db.tables.outages import source_tokens, sources
from ivr.feeds.limits import Limits
from ivr.feeds.postcodes import gazetteer
from outage_feed.cover import Scope


def note_scope(connection: Connection, source: str, limits: Limits, *, polled: bool) -> None:
    """Keep what its settings let a source speak of; what is polled has no token's limits."""
    one = {**_plain(limits), "polled": polled}
    text = json.dumps(one) if any(one.values()) else None
    connection.execute(update(sources).where(sources.c.name == source).values(scope=text))


def note_token_scope(connection: Connection, source: str) -> None:
    """Keep what the tokens of a source may speak of, if every way in is limited."""
    tokens = source_tokens.c
    query = select(tokens.areas, tokens.services).where(
        tokens.source == source, tokens.scope == "push"
    )
    limits = [Limits(tuple(a or ()), tuple(s or ())) for a, s in connection.execute(query)]
    signed = select(source_secrets.c.id).where(source_secrets.c.source == source).limit(1)
    limited = limits and all(limits) and connection.execute(signed).first() is None
    text = json.dumps([_plain(one) for one in limits]) if limited else None
    connection.execute(update(sources).where(sources.c.name == source).values(token_scope=text))


@lru_cache(256)
def scopes_of(scope: str | None, token_scope: str | None) -> tuple[Scope, ...]:
    """Read the two columns: what is in one of the tokens' scopes and in the settings'."""
    own = json.loads(scope or "{}")
    tokens = json.loads(token_scope) if token_scope and not own.get("polled") else [{}]
    return tuple(_both(_scope(own), _scope(one)) for one in tokens if not _apart(own, one))


def _plain(limits: Limits) -> dict[str, object]:
    return {"areas": list(limits.areas), "services": list(limits.services)}


def _scope(plain: dict[str, list[str]]) -> Scope:
    areas = plain.get("areas")
    postcodes = frozenset(gazetteer().resolve(areas).postcodes) if areas else None
    return Scope(postcodes, frozenset(plain.get("services", ())))


def _apart(one: dict[str, list[str]], other: dict[str, list[str]]) -> bool:
    """Is there no service of which both may speak? Empty means all."""
    named = [set(plain["services"]) for plain in (one, other) if plain.get("services")]
    return bool(named) and not set.intersection(*named)


def _both(one: Scope, other: Scope) -> Scope:
    places = [scope.postcodes for scope in (one, other) if scope.postcodes is not None]
    services = [scope.services for scope in (one, other) if scope.services]
    return Scope(
        frozenset.intersection(*places) if places else None,
        frozenset.intersection(*services) if services else frozenset(),
    )
