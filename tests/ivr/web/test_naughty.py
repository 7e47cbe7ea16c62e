"""Strings that break other programs, in every field and every address of the pages."""

import re
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import NamedTuple
from urllib.parse import quote, urlencode

from flask.testing import FlaskClient
from sqlalchemy import Engine, delete
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

from ivr.accounts import people
from ivr.accounts.cookie import HOST_ONLY
from ivr.accounts.guard import token_for
from ivr.accounts.roles import ROLES
from ivr.callbacks.ledger import Request, book
from ivr.clock import StoppedClock
from ivr.db.tables.bundles import live
from ivr.voicemail.store import Voicemail, keep
from tests.ivr.accounts.conftest import PASSWORD, Browser, quick
from tests.ivr.admin import planted
from tests.ivr.conftest import founded
from tests.ivr.house import LINE, open_house
from tests.ivr.web.walking import Form, Page, endpoint, walk

__all__ = ["quick"]

MARKUP = (
    "<xq7 onxq7=1>",
    "\"'><xq7 onxq7=1>",
    "</textarea></script><xq7 onxq7=1>",
    "' onxq7='1",
    '" onxq7="1',
)
STRINGS = (
    "".join(MARKUP) + "{{7919*7907}}${7919*7907}<%=7919*7907%>#{7919*7907}",
    "javascript:alert(1)",
    "'; DROP TABLE calls;-- %s %(x)s {0} {x}",
    "../../../../etc/passwd%00",
    "nul \0 bell \a escape \x1b[31m delete \x7f c1 \x85 tab \t line \r\n end",
    "half \ud800 and \udfff, none \ufffe\uffff, order \u202egnal\u202c \u2066x\u2069",
    "zero\u200bwidth\u200d joined \ufeff, e\u0301 Å A\u030a ﷽ Z̸͇̓a̷͠l̴͝g̵͛o",
    "Åsa Öberg 山田太郎 김영희 Ἀθηνᾶ Αλίκη Жанна עברית علي हिन्दी ไทย አማርኛ 👩🏽‍🚒🇫🇮 İı ß ǆ",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "0000-00-00T99:99",
    "x" * 60_000 + "\n" * 99,
)
RAN = "62615533"
"""What a template makes of 7919*7907."""
LEFT = re.compile(r"accounts\.(sign_out|end_sign_in)")
PAGES = ("accounts", "admin", "desk", "studio", "web")
IN_ADDRESSES = (STRINGS[0], *STRINGS[3:6])
IN_ALL = (STRINGS[0], STRINGS[4], STRINGS[5], STRINGS[7])
FEW = 6
SMALL = ("callback", "delivery")
SAVES = ("revision", "base")
"""What says which version somebody has seen: with another nothing is saved."""


class Sent(NamedTuple):
    """What was sent, and what came of it."""

    what: str
    answer: TestResponse


def test_no_string_breaks_a_page_or_becomes_markup(
    postgresql_engine: Engine, clock: StoppedClock
) -> None:
    """PostgreSQL is the stricter one: it has lengths, and takes no NUL."""
    browser, routes = somebody(postgresql_engine, clock)
    found = {one.path: one for one in pages(browser, routes)}
    forms = {_kind(routes, form): form for page in found.values() for form in page.forms}
    wrong = []
    for sent in _all(browser.client, routes, [f for key, f in forms.items() if key]):
        wrong += [f"{sent.what}: {one}" for one in told(sent.answer)]
    for path in found:
        wrong += [f"afterwards {path}: {one}" for one in told(browser.sees(path))]
    assert len(forms) > 30
    assert wrong == []


def somebody(engine: Engine, clock: StoppedClock) -> tuple[Browser, MapAdapter]:
    """Sign in somebody who may do everything, where there is one of each thing."""
    founded(engine, clock)
    house = open_house(engine, clock)
    with engine.begin() as connection:
        people.add(connection, "lauri", PASSWORD, ROLES, clock.now())
        connection.execute(delete(live).where(live.c.flow.not_in(SMALL)))
        planted.call(connection, clock.now())
        asked = Request(planted.CALLER, planted.CALLER, LINE, "fi", clock.now(), clock.now())
        book(connection, asked, clock.now(), "asked")
        left = ("one", "u", "RE1", "CA1", LINE, "fi", "any", planted.CALLER, 12, clock.now())
        keep(connection, Voicemail(*left))
    browser = Browser(house.app.test_client())
    browser.signs_in("lauri")
    return browser, house.app.url_map.bind("localhost")


def pages(browser: Browser, routes: MapAdapter) -> Iterator[Page]:
    """Open every page that is reached from the account's."""

    def see(path: str) -> str | None:
        answer = browser.sees(path)
        assert answer.status_code == 200, path
        return answer.text if answer.mimetype == "text/html" else None

    return walk(see, routes, "/account")


def _all(client: FlaskClient, routes: MapAdapter, forms: list[Form]) -> Iterator[Sent]:
    yield from _into_addresses(client, routes)
    for form in forms:
        yield from _into_form(client, form)


def _into_addresses(client: FlaskClient, routes: MapAdapter) -> Iterator[Sent]:
    for rule in routes.map.iter_rules():
        if rule.endpoint.partition(".")[0] in PAGES and rule.arguments:
            for method in (rule.methods or set()) & {"GET", "POST"}:
                for naughty in IN_ADDRESSES:
                    path = _quoted(naughty).join(re.split("<[^>]+>", str(rule)))
                    body = {"csrf": _token(client)} if method == "POST" else {}
                    yield Sent(
                        f"{method} {rule} {naughty[:9]!r}", _send(client, method, path, body)
                    )


def _into_form(client: FlaskClient, form: Form) -> Iterator[Sent]:
    names = [name for name in form.fields if name != "csrf"]
    if set(SAVES) & set(names):
        yield _saved(client, form, {name: STRINGS[0] for name in names if name not in SAVES})
    strings = cycle(STRINGS)
    if len(names) <= FEW:
        yield from (_sent(client, form, {name: next(strings)}) for name in names)
    else:
        yield from (_sent(client, form, dict(zip(names, strings, strict=False))) for _ in range(2))
    for naughty in IN_ALL if names else ():
        yield _sent(client, form, dict.fromkeys(names, naughty))


def _saved(client: FlaskClient, form: Form, naughty: dict[str, str]) -> Sent:
    """Open the page anew, for others have saved since, and send the form as it is there."""
    page = Page(form.page, client.get(form.page).text)
    fresh = [one for one in page.forms if one.action == form.action]
    return _sent(client, fresh[0] if fresh else form, naughty)


def _sent(client: FlaskClient, form: Form, naughty: dict[str, str]) -> Sent:
    told = f"{form.method} {form.action} { {name: one[:9] for name, one in naughty.items()} }"
    fields = {**form.fields, **naughty, "csrf": _token(client)}
    if form.method == "POST":
        return Sent(told, _send(client, "POST", form.action, fields))
    fields.pop("csrf")
    path = form.action.partition("?")[0]
    return Sent(told, _send(client, "GET", f"{path}?{_encoded(fields)}", {}))


def _send(client: FlaskClient, method: str, path: str, fields: dict[str, str]) -> TestResponse:
    form = "application/x-www-form-urlencoded"
    return client.open(
        path, method=method, data=_encoded(fields).encode(), content_type=form, buffered=True
    )


def told(answer: TestResponse) -> list[str]:
    """Say what is wrong with an answer."""
    wrong = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    if answer.mimetype != "text/html":
        return wrong
    wrong += ["a template ran"] if RAN in answer.text else []
    for tag, attributes in Page("", answer.text).elements:
        if tag == "xq7" or "onxq7" in attributes:
            wrong.append(f"markup: {tag} {attributes}")
        wrong += [f"leads to {one}" for one in attributes.values() if _runs(one, attributes)]
    return wrong


def _runs(value: str, attributes: Mapping[str, str]) -> bool:
    leads = {attributes.get(name) for name in ("href", "src", "action", "formaction")}
    return value in leads and value.strip().lower().startswith("javascript:")


def _kind(routes: MapAdapter, form: Form) -> tuple[str, frozenset[str]] | None:
    where = endpoint(routes, form.action, form.method)
    return None if LEFT.match(where) else (where, frozenset(form.fields))


def _token(client: FlaskClient) -> str:
    cookie = client.get_cookie(HOST_ONLY)
    return token_for(cookie.value if cookie else "")


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _encoded(fields: dict[str, str]) -> str:
    return urlencode(fields, encoding="utf-8", errors="surrogatepass")
