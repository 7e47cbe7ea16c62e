"""The page of figures, as those see it who are responsible for the service."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from ivr.db.tables.figures import figure_sums
from ivr.figures.periods import HOURS_KEPT, Period
from ivr.figures.rolling import drop_hours, make
from ivr.figures.sums import hour_of
from ivr.web.words import LANGUAGES
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.figures.planting import called, sits, spoke
from tests.ivr.house import House

MATTI, ANNA = "+358401110001", "+358401110002"
MINUTE = timedelta(minutes=1)
TODAY = "/admin/figures/"


@pytest.fixture
def olli(opens: Opens) -> Browser:
    """Olli, who looks."""
    return opens("olli", "viewer")


def counted(house: House) -> None:
    """Two people called an hour ago, and one of them was answered; a withheld one yesterday."""
    engine, now = house.services.engine, house.services.clock.now()
    then = hour_of(now) - 50 * MINUTE
    with engine.begin() as connection:
        sits(connection, then)
        spoke(connection, called(connection, MATTI, then), then + MINUTE, solved=None)
        called(connection, ANNA, then, notices=("outage-1",))
        called(connection, "", then - timedelta(days=1))
    for at in (then, then - timedelta(days=1)):
        make(engine, hour_of(at), now)


def shown(page: str) -> dict[str, str]:
    """The tiles: name and value."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd class=\"value\">(.*?)</dd>", page, re.DOTALL)
    return {_text(name): _text(value) for name, value in found}


def _text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", html).split())


def test_a_day_of_long_ago_is_shown_though_its_hours_are_gone(house: House, olli: Browser) -> None:
    engine, now = house.services.engine, house.services.clock.now()
    then = hour_of(now) - timedelta(days=120)
    with engine.begin() as connection:
        called(connection, MATTI, then)
    make(engine, then, now)
    drop_hours(engine, now - HOURS_KEPT)
    chosen = f"?period=days&first={then:%Y-%m-%d}&last={then:%Y-%m-%d}"
    assert shown(olli.sees(TODAY + chosen).text)["Calls"] == "1"


def test_without_figures_the_page_says_why(olli: Browser) -> None:
    page = olli.sees(TODAY).text
    assert "Nothing has been counted yet." in page
    assert shown(page)["Calls"] == "0"


def test_the_main_figures_say_of_how_many_and_what_they_count(house: House, olli: Browser) -> None:
    counted(house)
    page = olli.sees(TODAY).text
    tiles = shown(page)
    assert tiles["Calls"] == "2"
    assert tiles["Answered in time ≤ 20 s"] == "100 % of 1"
    assert tiles["Left in the menus"] == "50 % of 2"
    assert "Withheld numbers are not in it." in page
    assert "As of 15.00." in page
    assert "+100 %" in page  # one call the day before


def test_a_chart_and_its_table_are_the_same_numbers(house: House, olli: Browser) -> None:
    counted(house)
    page = olli.sees(TODAY).text
    assert 'data-table="table-traffic"' in page
    (table,) = re.findall(r'<table id="table-traffic">.*?</table>', page, re.DOTALL)
    rows = re.findall(r"<tr><th scope=\"row\"[^>]*>(.*?)</th><td data-v=\"(\d+)", table)
    assert len(rows) == 15
    assert [row for row in rows if row[1] != "0"] == [("14.00", "2")]


CHOSEN = {
    "?period=yesterday": "1",
    "?period=week": "3",
    "?period=days&first=2026-11-21&last=2026-11-22": "3",
    "?period=days&first=2026-01-01&last=2026-11-22": "3",
    "?period=week&line=customer-service": "3",
    "?period=week&line=delivery": "0",
    "?team=service-fi": "1",
    "?language=sv": "0",
    "?version=0000": "0",
    "?line=%00&within=abc&period=x": "2",
}


def test_what_is_chosen_is_shown(house: House, olli: Browser) -> None:
    counted(house)
    seen = {chosen: shown(olli.sees(TODAY + chosen).text)["Calls"] for chosen in CHOSEN}
    assert seen == CHOSEN


REFUSED = {
    "first=&last=": "Give both days.",
    "first=2026-11-22&last=2026-11-21": "The last day is before the first.",
    "first=2020-01-01&last=2026-11-21": "At most 400 days at once.",
}


def test_days_that_cannot_be_shown_are_said_to_be_so(olli: Browser) -> None:
    for days, why in REFUSED.items():
        assert why in olli.sees(f"{TODAY}?period=days&{days}").text
        assert olli.sees(f"{TODAY}times.csv?period=days&{days}").status_code == 404


def test_steps_lead_to_their_pages_for_those_who_read_flows(house: House, opens: Opens) -> None:
    with house.services.engine.begin() as connection:
        row = dict.fromkeys(("line", "team", "language", "flow", "bundle"), "")
        at = Period("", *[house.services.clock.now().date()] * 2).begins
        step = {"span": "hour", "at": at, "detail": "customer-service/main", "amount": 0}
        for name, count in (("step", 9), ("step_left", 3), ("step_asked", 8), ("step_wrong", 2)):
            connection.execute(insert(figure_sums), {**row, **step, "name": name, "count": count})
    address = "/admin/flows/customer-service/steps/main"
    reader, auditor = (
        opens("eeva", "editor").sees(TODAY).text,
        opens("aud", "auditor").sees(TODAY).text,
    )
    assert reader.count(f'href="{address}"') == 2
    assert address not in auditor
    assert "33 %" in auditor
    assert "25 %" in auditor


def rows_of(browser: Browser, address: str) -> list[list[str]]:
    answer = browser.sees(address)
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_the_sheets_hold_the_same_numbers(house: House, olli: Browser) -> None:
    counted(house)
    totals = {row[0]: row[1:] for row in rows_of(olli, f"{TODAY}totals.csv")}
    assert totals["Calls"] == ["2", "number", "", "1"]
    times = rows_of(olli, f"{TODAY}times.csv?period=week")
    assert [row[:2] for row in times[1:] if row[1] != "0"] == [
        ["2026-11-21T00:00+02:00", "1"],
        ["2026-11-22T00:00+02:00", "2"],
    ]
    assert rows_of(olli, f"{TODAY}steps.csv")[0][:2] == ["flow", "step"]
    assert olli.sees(f"{TODAY}other.csv").status_code == 404


def test_no_cell_of_a_sheet_is_a_formula(house: House, olli: Browser) -> None:
    with house.services.engine.begin() as connection:
        row = dict.fromkeys(("line", "team", "language", "flow", "bundle"), "")
        at = Period("", *[house.services.clock.now().date()] * 2).begins
        bad = {"span": "hour", "at": at, "name": "step", "detail": "=1+1/@cmd", "count": 1}
        connection.execute(insert(figure_sums), {**row, **bad, "amount": 0})
    assert rows_of(olli, f"{TODAY}steps.csv")[1][:2] == ["'=1+1", "'@cmd"]


def test_a_first_visit_is_light(house: House, olli: Browser) -> None:
    counted(house)
    page = olli.sees(f"{TODAY}?period=month")
    files = set(re.findall(r'(?:src|href)="(/web/[^"]+)"', page.text))
    assert "/web/uplot.min.js" in files
    assert (
        len(page.data) + sum(len(olli.client.get(file, buffered=True).data) for file in files)
        < 250_000
    )


def test_the_page_is_there_in_each_language(house: House, olli: Browser) -> None:
    counted(house)
    for language in LANGUAGES:
        olli.sends("/account/language", language=language)
        page = olli.sees(TODAY).text
        assert f'<html lang="{language}">' in page
        assert "style=" not in page
