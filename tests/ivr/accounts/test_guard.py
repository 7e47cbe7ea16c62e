"""Deny by default: every address, every role, every method."""

import re
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from ivr.accounts.guard import EVERYBODY, OWN_PROOF
from ivr.accounts.roles import ROLES, Role
from ivr.app import create_app
from ivr.db.tables.accounts import sign_ins
from ivr.services import Services
from tests.ivr.accounts.conftest import Add, Browser
from tests.ivr.house import SETTINGS

NUMBER = re.compile("<int:[^>]+>")
PART = re.compile("<[^>]+>")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(SETTINGS, services)


def walk(app: Flask) -> list[tuple[str, str, frozenset[Role] | str]]:
    """Every page: its address, its endpoint and whom it allows."""
    return [
        (
            PART.sub("x", NUMBER.sub("1", str(rule).replace("<path:filename>", "web.css"))),
            rule.endpoint,
            getattr(app.view_functions[rule.endpoint], "allowed", frozenset()),
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] not in OWN_PROOF
    ]


def test_every_page_says_who_may_use_it(app: Flask) -> None:
    assert [endpoint for _, endpoint, allowed in walk(app) if not allowed] == []


def test_who_is_not_signed_in_sees_the_door_alone(app: Flask) -> None:
    for (path, _, allowed), method in product(walk(app), METHODS):
        answer = app.test_client().open(path, method=method, buffered=True)
        if allowed == EVERYBODY:
            assert answer.status_code not in {302, 403}, (path, method)
        elif method != "OPTIONS":
            assert answer.status_code in {302, 401, 405}, (path, method)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_names_it_and_no_more(app: Flask, add: Add, role: Role) -> None:
    browser = Browser(app.test_client())
    add("aino", role)
    ended = True
    for (path, _, allowed), method in product(walk(app), METHODS):
        if ended:
            browser.signs_in("aino")
        ended = path.startswith(("/account", "/sign"))
        answer = browser.sends(path, method)
        may = allowed == EVERYBODY or role in allowed
        if answer.status_code != 405:
            assert (answer.status_code == 403) == (not may), (path, method)


@pytest.mark.parametrize(
    ("role", "first"),
    [("agent", "/desk/"), ("editor", "/admin/flows/"), ("outage-operator", "/admin/outages/")],
)
def test_the_root_leads_to_the_first_page_that_one_may_see(
    browser: Browser, add: Add, role: Role, first: str
) -> None:
    add("aino", role)
    assert browser.sees("/").location == "/sign-in?to=/"
    browser.signs_in("aino")
    assert browser.sees("/").location == first


def test_a_page_that_is_not_there_says_so_in_the_language_of_the_page(
    browser: Browser, add: Add
) -> None:
    swedish = {"Accept-Language": "sv-SE"}
    stranger = browser.client.get("/nowhere", headers=swedish)
    assert (stranger.status_code, "Sidan hittades inte" in stranger.text) == (404, True)
    add("aino", "editor")
    browser.signs_in("aino")
    known = browser.sees("/admin/flows/nonsense/map")
    assert (known.status_code, "Sivua ei löydy" in known.text) == (404, True)


def test_a_form_without_our_token_does_nothing(browser: Browser, add: Add) -> None:
    add("aino", "administrator")
    browser.signs_in("aino")
    forged = browser.client.post("/sign-out", data={"csrf": "x"})
    assert forged.status_code == 403
    assert browser.sees("/account").status_code == 200
    headers = {"Sec-Fetch-Site": "cross-site"}
    other = browser.client.post("/sign-out", data={"csrf": browser.token}, headers=headers)
    assert other.status_code == 403


def test_somebody_elses_browser_is_not_signed_out_by_me(
    app: Flask, add: Add, engine: Engine
) -> None:
    add("aino", "agent")
    add("eino", "administrator")
    theirs, mine = Browser(app.test_client()), Browser(app.test_client())
    theirs.signs_in("aino")
    mine.signs_in("eino")
    with engine.connect() as connection:
        id_ = connection.execute(select(sign_ins.c.id).where(sign_ins.c.name == "aino")).scalar()
    mine.sends(f"/account/sign-ins/{id_}/end")
    assert theirs.sees("/account").status_code == 200


def test_pages_run_and_load_nothing_but_our_own(browser: Browser) -> None:
    answer = browser.sees("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style=" not in answer.text
    assert "<script>" not in answer.text
