"""The page of the audit log: for auditors and administrators alone, and safe as a sheet."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest

from ivr.accounts.roles import ROLES, Role
from ivr.audit.log import note
from ivr.audit.told import sheet
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.house import House

PAGE = "/admin/audit/"


@pytest.fixture
def auditor(opens: Opens) -> Browser:
    return opens("aune", "auditor")


def text(browser: Browser, path: str = PAGE) -> str:
    """The page without its markup."""
    page = browser.sees(path)
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def write(house: House, who: str, what: str, about: str = "", **told: object) -> None:
    with house.services.engine.begin() as connection:
        now = house.services.clock.now()
        note(connection, who=who, what=what, about=about, at=now, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ROLES)
def test_who_may_read_it_finds_it_and_nobody_else_does(opens: Opens, role: Role) -> None:
    browser, reads = opens("aune", role), role in {"auditor", "administrator"}
    for path in (PAGE, f"{PAGE}audit.csv"):
        assert browser.sees(path).status_code == (200 if reads else 403)
    assert (f'href="{PAGE}"' in browser.sees("/account").text) == reads


def test_what_was_changed_is_told_as_a_difference(auditor: Browser, house: House) -> None:
    before = {"roles": ["viewer"], "due_at": "2026-11-23T08:00:00+00:00", "same": 1}
    after = {"roles": ["viewer", "editor"], "due_at": "2026-11-24T08:00:00+00:00", "same": 1}
    write(house, "eeva", "user.roles", "matti", before=before, after=after)
    told = text(auditor)
    assert "eeva on the command line" in told
    assert "user's roles changed matti" in told
    assert "roles was viewer is viewer, editor" in told
    assert "due was 23.11.2026 10.00 is 24.11.2026 10.00" in told
    assert "same" not in told


def test_what_only_linja_writes_is_told_in_the_language_of_the_page(
    auditor: Browser, house: House
) -> None:
    write(house, "eeva", "user.roles", "m", after={"roles": ["viewer", "editor"], "code": False})
    write(house, "eeva", "agent.state", "m", before={"state": "away"}, after={"state": "busy"})
    write(house, "eeva", "outage.added", "o", after={"service": "electricity", "note": "false"})
    auditor.sends("/account/language", language="fi")
    told = text(auditor)
    assert "roolit on katselija, muokkaaja koodilla on ei" in told
    assert "tila oli poissa on puhelussa" in told
    assert "palvelu on sähkö huomautus on false" in told
    write(house, "eeva", "callback.cancelled", "c", before={"state": "offered"})
    assert "tila oli jonossa asiakaspalvelijalle" in text(auditor)


def test_lists_and_maps_are_told_as_words(auditor: Browser, house: House) -> None:
    said = {"areas": ["29900", {"municipality": "Pori"}], "silent": True}
    write(house, "eeva", "outage.added", "manual/1", after=said)
    told = text(auditor)
    assert "areas is 29900, municipality: Pori silent is yes" in told


def test_it_is_looked_through_by_name_deed_thing_and_day(auditor: Browser, house: House) -> None:
    write(house, "eeva", "user.added", "matti")
    write(house, "jan", "outage.added", "manual/7")
    clock = house.services.clock
    assert "2026-11-22" in f"{clock.now():%Y-%m-%d}"
    for query in ("who=eeva", "what=user.added", "about=mat", "from=2026-11-22&about=matti"):
        listed = auditor.sees(f"{PAGE}?{query}").text.partition("<tbody>")[2]
        assert ("matti" in listed, "manual/7" in listed) == (True, False), query
    assert "Nothing fits what you look for." in text(auditor, f"{PAGE}?from=2026-11-23")
    assert "Nothing fits what you look for." in text(auditor, f"{PAGE}?to=2026-11-21")
    assert "manual/7" in text(auditor, f"{PAGE}?to=2026-11-22")


@pytest.mark.parametrize("day", ["x", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_said(auditor: Browser, day: str) -> None:
    for path in (f"{PAGE}?from={day}", f"{PAGE}?to={day}", f"{PAGE}audit.csv?to={day}"):
        answer = auditor.sees(path)
        assert (answer.status_code, "Write a day as" in answer.text) == (400, True), path


def test_older_rows_follow_page_by_page(auditor: Browser, house: House) -> None:
    with house.services.engine.begin() as connection:
        for number in range(70):
            at = house.services.clock.now() + timedelta(seconds=number)
            note(connection, who="eeva", what="user.added", about=f"p{number:03}", at=at)
    page = auditor.sees(f"{PAGE}?who=eeva").text
    assert re.findall(r">(p\d{3})<", page) == [f"p{number:03}" for number in range(69, 19, -1)]
    (older,) = re.findall(r'href="([^"]+)" rel="next"', page)
    page = auditor.sees(unescape(older)).text
    assert re.findall(r">(p\d{3})<", page) == [f"p{number:03}" for number in range(19, -1, -1)]
    assert 'rel="next"' not in page


def test_nothing_that_was_noted_runs_in_the_page_or_in_a_spreadsheet(
    auditor: Browser, house: House
) -> None:
    evil = '=HYPERLINK("http://x")'
    write(house, "<b>eva</b>", "flow.published", evil, after={"note": "<script>alert(1)"})
    assert "<script>alert" not in auditor.sees(PAGE).text
    answer = auditor.sees(f"{PAGE}audit.csv?about=%3D")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["at", "who", "came_by", "what", "about", "before", "after"]
    assert [row[4] for row in rows[1:]] == [f"'{evil}"]
    assert "audit log taken out as a file" in text(auditor, f"{PAGE}?who=aune")
    assert sheet([]).count("\n") == 1
