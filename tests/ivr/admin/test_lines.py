"""Lines and hours, the emergency switch, and the configuration as text."""

import re
from html import unescape

import pytest

from ivr.lines.changes import changes
from ivr.lines.store import sections
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.house import FAULT_LINE, LINE, MATTI, House

PAGE, SOURCE, HISTORY = "/admin/lines/", "/admin/lines/source", "/admin/lines/history"
WORDS = {
    "message_fi": "Myrsky riehuu.",
    "message_sv": "Stormen rasar.",
    "message_en": "The storm rages.",
}


@pytest.fixture
def admin(opens: Opens) -> Browser:
    return opens("anna", "administrator")


def base(browser: Browser, path: str = SOURCE) -> str:
    found = re.search(r'name="base" value="(\d+)"', browser.sees(path).text)
    assert found
    return found[1]


def text(answer: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer)).split())


def heard(house: House, line: str = LINE) -> str:
    return house.telephone.calls(MATTI.phones[0], line).heard


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-11-23T10:00", "Finnish open until 23.11.2026 16.00 rings: service-fi"),
        ("2026-11-22T10:00", "Finnish closed weekend opens 23.11.2026 8.00"),
        ("2026-12-24T10:00", "Finnish closed Christmas Eve"),
        ("2026-12-07T10:00", "Finnish closed a training day opens 8.12.2026 8.00"),
    ],
)
def test_what_happens_at_a_time_is_answered_with_its_reason(
    admin: Browser, at: str, told: str
) -> None:
    assert told in text(admin.sees(f"{PAGE}?line=customer-service&at={at}").text)


def test_the_year_ahead_is_told_with_holidays_eves_and_exceptions(admin: Browser) -> None:
    page = text(admin.sees(PAGE).text)
    assert "Mon 7.12.2026 a training day closed exception" in page
    assert "Thu 31.12.2026 New Year's Eve 8.00\u201312.00 eve" in page
    assert "Fri 25.6.2027 Midsummer Eve closed eve" in page
    assert "Tue 5.1.2027 Epiphany Eve 8.00\u201316.00 as usual" in page


def test_the_emergency_message_is_heard_first_until_it_is_off(
    admin: Browser, house: House
) -> None:
    assert admin.sends(f"{PAGE}emergency", do="on", base=base(admin), **WORDS).status_code == 303
    assert "Tärkeä tiedote. Myrsky riehuu." in heard(house)
    assert "The emergency message is on:" in admin.sees("/admin/outages/").text
    admin.sends(f"{PAGE}emergency", do="off", base=base(admin), **WORDS)
    assert "Myrsky" not in heard(house)
    assert "The emergency message is on:" not in admin.sees("/admin/outages/").text
    assert "Myrsky riehuu.</textarea>" in admin.sees(PAGE).text


def test_it_may_be_heard_on_one_line_alone(admin: Browser, house: House) -> None:
    admin.sends(f"{PAGE}emergency", do="on", base=base(admin), line="fault-line", **WORDS)
    assert "Myrsky" in heard(house, FAULT_LINE)
    assert "Myrsky" not in heard(house)


def test_it_is_not_switched_on_without_words_in_every_language(
    admin: Browser, house: House
) -> None:
    lacking = {**WORDS, "message_sv": " "}
    answer = admin.sends(f"{PAGE}emergency", do="on", base=base(admin), **lacking)
    assert answer.status_code == 400
    assert "There are no words in: Swedish." in answer.text
    assert "Myrsky riehuu.</textarea>" in answer.text
    assert "Myrsky" not in heard(house)


def test_saved_text_counts_and_is_kept_with_its_author(admin: Browser, house: House) -> None:
    changed = "company: {fi: Uusi, sv: Ny, en: New}"
    seen = admin.sends(SOURCE, do="check", base=base(admin), source=changed)
    assert "This would change:" in seen.text
    assert '<div class="new">company: {en: New, fi: Uusi, sv: Ny}' not in seen.text
    assert '<div class="new">company: {fi: Uusi, sv: Ny, en: New}</div>' in seen.text
    assert "Uusi" not in heard(house)
    assert admin.sends(SOURCE, do="save", base=base(admin), source=changed).status_code == 303
    assert heard(house).startswith("Uusi, asiakaspalvelu.")
    with house.services.engine.connect() as connection:
        newest = changes(connection)[0]
    assert (newest.by, newest.sections) == ("anna", ["company"])
    page = text(admin.sees(HISTORY).text)
    assert "anna company" in page
    shown = admin.sees(f"{HISTORY}?version={newest.version}").text
    assert '<div class="new">company: {fi: Uusi, sv: Ny, en: New}</div>' in shown


def test_every_problem_is_told_at_once_and_nothing_is_saved(admin: Browser, house: House) -> None:
    with house.services.engine.connect() as connection:
        before = sections(connection)
    wrong = "hours: {office: {mon-fri: ['8-16']}}\nteams: {a: {language: xx}}\nstrange: 1\n"
    answer = admin.sends(SOURCE, do="save", base=base(admin), source=wrong)
    told = text(answer.text)
    assert answer.status_code == 400
    assert "line 1: " in told
    assert "line 2: " in told
    assert "strange: is not a section" in told
    assert "strange: 1" in answer.text.split("<textarea")[1]
    with house.services.engine.connect() as connection:
        assert sections(connection) == before


def test_two_who_change_it_do_not_overwrite_each_other(
    admin: Browser, opens: Opens, house: House
) -> None:
    seen = base(admin)
    eero = opens("eero", "administrator")
    eero.sends(SOURCE, do="save", base=seen, source="company: {fi: Eeron}")
    answer = admin.sends(SOURCE, do="save", base=seen, source="company: {fi: Annan}")
    assert answer.status_code == 409
    assert "eero changed the configuration on" in answer.text
    assert "company: {fi: Annan}</textarea>" in answer.text
    assert heard(house).startswith("Eeron,")
    again = re.findall(r'name="base" value="(\d+)"', answer.text)[0]
    admin.sends(SOURCE, do="save", base=again, source="company: {fi: Annan}")
    assert heard(house).startswith("Annan,")


@pytest.mark.parametrize("wrong", ["&a [*a]", "\x00", "- x", "a: [", "<script>alert(1)</script>"])
def test_text_that_is_no_configuration_is_kept_in_its_field(admin: Browser, wrong: str) -> None:
    answer = admin.sends(SOURCE, do="save", base=base(admin), source=wrong)
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text


def test_whoever_only_looks_changes_nothing(opens: Opens) -> None:
    viewer = opens("ville", "viewer")
    assert viewer.sees(PAGE).status_code == 200
    assert '<form method="post" action="/admin' not in viewer.sees(PAGE).text
    assert viewer.sees(SOURCE).status_code == 403
    assert viewer.sends(f"{PAGE}emergency", do="on", **WORDS).status_code == 403
    assert viewer.sees(f"{HISTORY}?version=99").status_code == 404
