"""A row is added with what was changed; never with a secret or a number."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from ivr.audit.clean import clean, clean_text
from ivr.audit.log import note, operator
from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.migrate import MIGRATIONS, upgrade
from ivr.db.tables.audit import audit

TOKEN = "linja_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE"
SIGNING = "whsec_Zm9v+mFy/mF6cXV4="
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
NUMBERS = (
    "+358401110001",
    "+358 40 111 0001",
    "+358\u00a040\u00a0111\u00a00001",
    "040\u20111110001",
    "+358\u202f(0)40\u202f1110001",
    "040 111 0001",
    "0401110001",
    "00358401110001",
    "358401110001",
    "(+358) 40-1110001",
    "040-111 0001",
    "040.111.0001",
    "+358.40.111 0001",
    "040\u200b1110001",
    "040\t111 - 0001",
)
READABLE = (
    "CA0123456789abcdef0123456789abcdef",
    "manual/20261122-ab12cd",
    "caruna/FI-2026-0401110001-7",
    "caruna/FI-2026-11-23-000123-a-very-long-identifier-of-a-source",
    "2026-11-22T13:00:00+00:00",
    "0f3a9c01d2e4b5a6",
    "08.00-16.00",
    "05.04.2026 04.50, 05.10",
    "welcome",
    "29900",
    "10023",
    "12 %",
    "https://power.example/outages?area=00100&lang=fi",
)


def rows(engine: Engine) -> list[Any]:
    """Read the log, oldest first."""
    with engine.connect() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.id)).mappings())


def test_a_deed_is_kept_with_who_before_and_after(engine: Engine, clock: StoppedClock) -> None:
    with engine.begin() as connection:
        before, after = {"roles": ["viewer"]}, {"roles": ["viewer", "editor"]}
        note(
            connection,
            who="eeva",
            what="user.roles",
            about="matti",
            before=before,
            after=after,
            at=clock.now(),
        )
    (row,) = rows(engine)
    assert dict(row) == {
        "id": 1,
        "at": clock.now(),
        "who": "eeva",
        "came_by": f"command {operator()}",
        "what": "user.roles",
        "about": "matti",
        "before": before,
        "after": after,
    }


def test_what_is_not_committed_leaves_no_row(engine: Engine, clock: StoppedClock) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        note(connection, who="eeva", what="user.added", at=clock.now())
        transaction.rollback()
    assert rows(engine) == []


def test_a_name_that_is_not_registered_is_refused(engine: Engine, clock: StoppedClock) -> None:
    with engine.begin() as connection, pytest.raises(ValueError, match=r"names\.py"):
        note(connection, who="eeva", what="user.sang", at=clock.now())


@pytest.mark.parametrize("number", NUMBERS)
def test_no_full_number_comes_through(number: str) -> None:
    kept = repr(clean({"note": f"rang {number} today", "list": [number], number: "key"}))
    assert number not in kept
    assert "1110001" not in "".join(one for one in kept if one.isdigit())


@pytest.mark.parametrize(
    "secret", [TOKEN, AUTH_TOKEN, AUTH_TOKEN * 2, TOKEN[6:], "feed_Zm9vYmFyYmF6", SIGNING]
)
def test_no_token_comes_through(secret: str) -> None:
    kept = repr(clean({"note": f"took {secret}.", "deep": {"list": [secret]}, secret: 1}))
    assert secret not in kept


def test_what_is_called_a_secret_is_hidden() -> None:
    given = {"password": "hunter2", "deep": [{"auth_header": "Basic x"}], "totp": True}
    assert clean(given) == {
        "password": "(hidden)",
        "deep": [{"auth_header": "(hidden)"}],
        "totp": True,
    }


def test_an_address_is_told_without_who_signs_in_there_and_its_keys() -> None:
    given = "https://linja:hunter2@old.example/feed?apikey=abc1&at=2&access_token=def2#x"
    assert clean({"poll": {"url": given}}) == {
        "poll": {
            "url": "https://(hidden)@old.example/feed?apikey=(hidden)&at=2&access_token=(hidden)#x"
        }
    }


@pytest.mark.parametrize("text", READABLE)
def test_identifiers_days_and_postcodes_stay_readable(text: str) -> None:
    assert clean_text(text) == text


def test_what_is_long_is_cut() -> None:
    assert clean_text("word " * 200, 20) == "word word word word…"


def test_the_database_refuses_to_change_a_row_or_delete_a_young_one(
    tmp_path: Path, clock: StoppedClock
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    upgrade(engine)
    old = {"who": "eeva", "came_by": "page", "what": "user.added", "about": ""}
    with engine.begin() as connection:
        note(connection, who="eeva", what="user.added", at=clock.now())
        years_ago = clock.now() - timedelta(days=2000)
        connection.execute(insert(audit), old | {"at": years_ago})
    for wrong in (update(audit).values(who="matti"), delete(audit)):
        with pytest.raises(DatabaseError), engine.begin() as connection:
            connection.execute(wrong)
    with engine.begin() as connection:
        connection.execute(delete(audit).where(audit.c.at < clock.now() - timedelta(days=1999)))
    left = [row["at"] for row in rows(engine)]
    engine.dispose()
    assert left == [clock.now()]


def test_postgresql_refuses_the_same(postgresql_engine: Engine, clock: StoppedClock) -> None:
    migration = ScriptDirectory(str(MIGRATIONS)).get_revision("0028").module
    with postgresql_engine.connect() as connection, connection.begin() as transaction:
        for statement in migration.POSTGRESQL:
            connection.execute(text(statement))
        note(connection, who="eeva", what="user.added", at=clock.now())
        for wrong in (update(audit).values(who="matti"), delete(audit), text("TRUNCATE audit")):
            with pytest.raises(DatabaseError), connection.begin_nested():
                connection.execute(wrong)
        transaction.rollback()


def test_who_came_by_sudo_is_named_and_nobody_names_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LOGNAME", "USER", "SUDO_USER"):
        monkeypatch.setenv(name, "eeva")
    monkeypatch.setattr("os.getuid", lambda: 0)
    assert operator() == "eeva"
    monkeypatch.setattr("os.getuid", lambda: 123456789)
    assert operator() == "user 123456789"
