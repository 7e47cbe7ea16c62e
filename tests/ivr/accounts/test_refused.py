"""Whoever is refused stands in the log, and the audit log tells whose a sign-in was."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from structlog.testing import capture_logs

from ivr.app import create_app
from ivr.db.tables.accounts import sign_ins
from ivr.db.tables.audit import audit
from ivr.services import Services
from tests.ivr.accounts.conftest import NEW, PASSWORD, Add, Browser
from tests.ivr.house import SETTINGS

HERE = "127.0.0.1"


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(SETTINGS, services)


def refusals(lines: list[Any]) -> list[dict[str, object]]:
    """The lines of those who were refused, without what every line has."""
    kept = [line for line in lines if line["event"] == "request refused"]
    return [{k: v for k, v in one.items() if k not in {"event", "log_level"}} for one in kept]


def signed_in(engine: Engine) -> str:
    """What the one sign-in that there is has for a name."""
    with engine.connect() as connection:
        return str(connection.execute(select(sign_ins.c.id)).scalar_one())


def test_who_has_no_role_for_a_page_stands_in_the_log(
    browser: Browser, add: Add, engine: Engine
) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    with capture_logs() as lines:
        browser.sees("/admin/audit/")
        browser.client.post("/sign-out", data={"csrf": "x"})
    line = {"status": 403, "address": HERE, "sign_in": signed_in(engine)}
    assert refusals(lines) == [
        {**line, "method": "GET", "page": "admin.audit_", "cause": "no role of theirs may"},
        {**line, "method": "POST", "page": "accounts.sign_out", "cause": "the form is not ours"},
    ]


def test_who_guesses_stands_in_the_log_and_what_they_typed_does_not(
    browser: Browser, add: Add
) -> None:
    add("aino", "agent")
    with capture_logs() as lines:
        browser.signs_in("hunter2 typed as a name")
        for _ in range(6):
            browser.signs_in("aino", "hunter2 as a password")
    told = refusals(lines)
    assert [one["status"] for one in told] == [401] * 6 + [429]
    assert {one["cause"] for one in told[:6]} == {"name, password or code wrong"}
    assert told[6]["cause"] == "too many failures"
    assert "hunter2" not in str(lines)


@pytest.mark.parametrize(
    ("path", "page"),
    [("/api/v1/customers/1", "customers.read"), ("/feeds/grid", "feeds.held")],
)
def test_another_system_without_a_token_stands_in_the_log(
    app: Flask, path: str, page: str
) -> None:
    with capture_logs() as lines:
        app.test_client().get(path, headers={"Authorization": "Bearer not-one"})
    line = {"status": 401, "method": "GET", "page": page, "address": HERE}
    assert refusals(lines) == [line]


def test_a_page_left_open_over_the_night_is_no_attempt(app: Flask) -> None:
    with capture_logs() as lines:
        app.test_client().get("/desk/board", headers={"HX-Request": "true"})
        app.test_client().get("/desk/")
    assert refusals(lines) == []


def test_the_audit_log_tells_whose_a_sign_in_is_and_what_failed_in_it(
    browser: Browser, add: Add, engine: Engine
) -> None:
    add("aino", "agent")
    browser.signs_in("aino")
    browser.sends("/account/password", old="wrong", new=NEW)
    id_ = signed_in(engine)
    with engine.connect() as connection:
        query = select(audit.c.who, audit.c.what, audit.c.after)
        entries = [tuple(row) for row in connection.execute(query)]
    assert ("aino", "sign_in.made", {"address": HERE, "sign_in": id_, "code": False}) in entries
    assert ("aino", "sign_in.failed", {"address": HERE, "sign_in": id_}) in entries
    assert PASSWORD not in str(entries)
