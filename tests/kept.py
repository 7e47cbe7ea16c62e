"""What one test has prepared and the next ones use again: it is the same for all of them."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, text
from werkzeug.routing import Rule

from flows.checks import scenario_broken
from flows.definition import Bundle
from flows.rehearsal import Failure, rehearse
from flows.scenario import Scenario
from ivr.studio import failures

COMPILED = ("_parts", "_trace", "_converters", "arguments")
BUILDERS = ("_build", "_build_unknown")


@pytest.fixture(scope="session", autouse=True)
def kept() -> Iterator[None]:
    """Compile addresses and templates, read bundles and rehearse scenarios: each of them once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", _compiled_once())
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Templates()})
        patch.setattr(Bundle, "from_json", staticmethod(cache(Bundle.from_json)))
        rehearsed = _rehearsed_once()
        for module in (scenario_broken, failures):
            patch.setattr(module, "rehearse", rehearsed)
        yield


@pytest.fixture(autouse=True)
def migrated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Bring an empty SQLite database up to date by what the first one's migrations came to.

    Where a test is about migrations, a fixture of this name leaves them as they are.
    """
    monkeypatch.setattr(command, "upgrade", _upgraded)


def _rehearsed_once() -> Callable[[Bundle, Scenario], Failure | None]:
    """A bundle and a scenario are all that a rehearsal hangs on; some take half a second."""
    known = dict[tuple[str, str], Failure | None]()

    def rehearsed(bundle: Bundle, scenario: Scenario) -> Failure | None:
        key = (bundle.hash, scenario.model_dump_json())
        if key not in known:
            known[key] = rehearse(bundle, scenario)
        return known[key]

    return rehearsed


def share_sql(opened: Engine, first: Engine) -> Engine:
    """Let an engine use the statements that another of its kind, once connected, has compiled."""
    opened.dialect = first.dialect
    opened._compiled_cache = first._compiled_cache  # noqa: SLF001 -- there is no other door
    return opened


def _compiled_once() -> Callable[[Rule], None]:
    usual, known = Rule.compile, dict[object, dict[str, Any]]()

    def compiled(rule: Rule) -> None:
        matching = rule.map is not None and rule.map.host_matching
        key = (rule.rule, rule.host, rule.subdomain, rule.merge_slashes, repr(rule.defaults))
        if (key, matching) not in known:
            usual(rule)
            known[key, matching] = {name: vars(rule)[name] for name in (*COMPILED, *BUILDERS)}
        for name, value in known[key, matching].items():
            own = value.__func__.__get__(rule) if name in BUILDERS else value
            setattr(rule, name, own)

    return compiled


class Templates(BytecodeCache):
    """Compiled Jinja templates, in memory."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template has been compiled."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


_usually_upgraded = command.upgrade
_migrated: list[str] = []


def _upgraded(config: Config, revision: str) -> None:
    connection: Connection = config.attributes["connection"]
    if connection.dialect.name != "sqlite" or _made(connection):
        _usually_upgraded(config, revision)
    elif _migrated:
        for statement in _migrated:
            connection.exec_driver_sql(statement)
    else:
        _usually_upgraded(config, revision)
        _migrated.extend(_as_sql(connection))


def _made(connection: Connection) -> list[str]:
    """Return the SQL of each table, and of each index that is no table's own."""
    found = text(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    return list(connection.execute(found).scalars())


def _as_sql(connection: Connection) -> Iterator[str]:
    yield from _made(connection)
    newest = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    yield f"INSERT INTO alembic_version VALUES ('{newest}')"  # noqa: S608 -- Alembic's own word
