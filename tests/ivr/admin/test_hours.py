"""Hours as a form: saved like the text, with everything that is wrong beside its field."""

import re
from html import unescape

import pytest
from sqlalchemy import event, select

from ivr.admin.hour_form import form_of
from ivr.db.tables.audit import audit
from ivr.lines.store import apply, sections
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.admin.test_lines import base, text
from tests.ivr.house import House

OFFICE = "/admin/lines/hours?name=office"
SAVE = "/admin/lines/hours/save"


@pytest.fixture
def admin(opens: Opens) -> Browser:
    return opens("anna", "administrator")


def written(house: House) -> dict[str, object]:
    with house.services.engine.connect() as connection:
        hours: dict[str, object] = sections(connection)["hours"]
    return hours


def form(browser: Browser, house: House, **changed: str) -> dict[str, str]:
    """The form of the office's hours as a browser would send it."""
    kept = form_of(written(house)["office"])
    return {**kept, "name": "office", "base": base(browser, OFFICE), "do": "save", **changed}


def test_an_eve_and_a_closed_day_are_added_and_answered(admin: Browser, house: House) -> None:
    new = {"eve_midsummer-eve_how": "hours", "eve_midsummer-eve": "10-14"}
    new |= {"date_7": "2026-11-24", "exception_7_how": "closed", "reason_7_fi": "inventaario"}
    answer = admin.sends(SAVE, **form(admin, house, **new))
    assert answer.headers["Location"] == "/admin/lines/hours?name=office&done=saved"
    page = text(admin.sees(f"{OFFICE}&done=saved&at=2026-11-24T10:00").text)
    assert "Saved. It counts from the next call." in page
    assert "Tue 24.11.2026 inventaario closed exception" in page
    assert "Fri 25.6.2027 Midsummer Eve 10.00\u201314.00 eve" in page
    assert "24.11.2026 10.00: closed inventaario opens 25.11.2026 8.00" in page
    told = admin.sees("/admin/lines/?line=customer-service&at=2026-11-24T10:00").text
    assert "Finnish closed inventaario" in text(told)


FIELD = re.compile(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
CHOSEN = re.compile(r'name="(\w[\w-]*_how)">.*?<option value="(\w+)" selected', re.DOTALL)


def sent(page: str) -> dict[str, str]:
    """What a browser sends of the page if nothing is touched."""
    fields = {name: value for name, value in FIELD.findall(unescape(page)) if "gone" not in name}
    return fields | dict(CHOSEN.findall(page)) | {"do": "save"}


@pytest.mark.parametrize(
    ("touched", "kept"),
    [
        ({"holidays": "10-14"}, ["10:00-14:00"]),
        ({"holidays": "10-14", "holidays_how": "usual"}, None),
        ({}, "closed"),
    ],
)
def test_hours_that_are_written_are_not_dropped_because_closed_was_left_chosen(
    admin: Browser, house: House, touched: dict[str, str], kept: object
) -> None:
    untouched = sent(admin.sees(OFFICE).text)
    assert untouched["holidays_how"] == "closed"
    assert admin.sends(SAVE, **untouched | touched).status_code == 303
    office = written(house)["office"]
    assert isinstance(office, dict)
    assert (office.get("holidays"), len(office["exceptions"])) == (kept, 1)


def test_what_is_saved_untouched_means_the_same(admin: Browser, house: House) -> None:
    before = written(house)
    assert admin.sends(SAVE, **form(admin, house)).status_code == 303
    assert written(house).keys() == before.keys()
    page = text(admin.sees("/admin/lines/").text)
    assert "Mon 7.12.2026 a training day closed exception" in page


def test_everything_wrong_stands_beside_its_field_and_nothing_is_saved(
    admin: Browser, house: House
) -> None:
    before = written(house)
    bad = {"day_mon": "8-16, 15-17", "day_fri": "from eight", "date_5": "2026-12-01"}
    answer = admin.sends(SAVE, **form(admin, house, **bad))
    assert answer.status_code == 400
    page = unescape(answer.text)
    for value, problem in (
        ('value="8-16, 15-17"', "These hours overlap."),
        ('value="from eight"', "Write hours such as 8-16, or 24h."),
    ):
        assert re.search(rf'{value}[^>]*><p class="bad"[^>]*>{re.escape(problem)}', page), problem
    assert "Give the reason in at least one language." in page
    assert "Nothing was saved: 3 to mend." in page
    assert written(house) == before


def test_checking_draws_the_week_and_saves_nothing(admin: Browser, house: House) -> None:
    before = written(house)
    answer = admin.sends(SAVE, **form(admin, house, do="check", day_sat="10-14"))
    page = text(answer.text)
    assert "All is well; nothing has been saved yet." in page
    assert "Sat 10.00\u201314.00" in page
    assert written(house) == before


def test_a_change_meanwhile_is_not_overwritten_unknowingly(
    admin: Browser, opens: Opens, house: House
) -> None:
    admin.sends(SAVE, **form(admin, house))
    mine = form(admin, house, day_sat="10-14")
    theirs = opens("bo", "administrator")
    assert theirs.sends(SAVE, **form(theirs, house, day_sun="12-15")).status_code == 303
    answer = admin.sends(SAVE, **mine)
    assert answer.status_code == 409
    assert "bo changed the configuration on" in answer.text
    assert "12:00-15:00" in answer.text
    assert 'value="10-14"' in answer.text
    newer = re.search(r'name="base" value="(\d+)"', answer.text)
    assert newer
    assert admin.sends(SAVE, **{**mine, "base": newer[1]}).status_code == 303


@pytest.mark.parametrize("page", [OFFICE, "/admin/lines/entry?section=teams&key=service-fi"])
def test_a_change_while_the_form_is_read_is_not_overwritten_unknowingly(
    admin: Browser, house: House, page: str
) -> None:
    engine, before, theirs = house.services.engine, base(admin, page), [{"fi": "Uusi"}]

    def meanwhile(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if theirs and statement.startswith("SELECT configuration.section"):
            apply(engine, {"company": theirs.pop()})

    event.listen(engine, "after_cursor_execute", meanwhile)
    assert (base(admin, page), theirs) == (before, [])


def test_new_hours_are_made_and_removed_when_nobody_keeps_them(
    admin: Browser, house: House
) -> None:
    start = base(admin, "/admin/lines/hours")
    new = {"new": "1", "base": start, "do": "save", "day_mon": "22-6"}
    for name in ("office", "Late Night", ""):
        refused = admin.sends(SAVE, **new, name=name)
        assert (refused.status_code, 'name="name"' in refused.text) == (400, True)
    assert admin.sends(SAVE, **new, name="night").status_code == 303
    assert written(house)["night"] == {"mon": ["22:00-06:00"]}
    again = base(admin, OFFICE)
    used = admin.sends(SAVE, name="office", base=again, do="remove")
    assert (used.status_code, "There are no such hours." in used.text) == (400, True)
    assert admin.sends(SAVE, name="night", base=again, do="remove").status_code == 303
    assert "night" not in written(house)


def test_what_is_written_of_hours_that_were_taken_away_meanwhile_is_kept(admin: Browser) -> None:
    new = {"name": "night", "day_mon": "22-6", "do": "save"}
    admin.sends(SAVE, **new, new="1", base=base(admin, "/admin/lines/hours"))
    at = base(admin, OFFICE)
    admin.sends(SAVE, name="night", base=at, do="remove")
    late = admin.sends(SAVE, **{**new, "day_mon": "21-7"}, base=at)
    assert (late.status_code, 'value="21-7"' in late.text) == (409, True)


def test_who_saved_hours_is_noted(admin: Browser, house: House) -> None:
    admin.sends(SAVE, **form(admin, house))
    admin.sends(SAVE, **form(admin, house, day_sat="10-14"))
    with house.services.engine.connect() as connection:
        row = connection.execute(select(audit).order_by(audit.c.id.desc())).mappings().first()
    assert row is not None
    assert (row["who"], row["what"]) == ("anna", "configuration.applied")
    assert row["after"] == {"hours.office.sat": ["10:00-14:00"]}


def test_hours_that_are_not_there_are_not_found(admin: Browser, opens: Opens) -> None:
    assert admin.client.get("/admin/lines/hours?name=nothing").status_code == 404
    assert admin.sends(SAVE, name="nothing", base="1", do="save").status_code == 404
    viewer = opens("ville", "viewer")
    assert viewer.client.get(OFFICE).status_code == 403
    assert "Change" not in re.findall(r">(Change)</a>", viewer.sees("/admin/lines/").text)
