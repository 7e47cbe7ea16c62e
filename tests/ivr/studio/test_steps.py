"""A step as a form: made from its model, whatever its type is; its name followed everywhere."""

from collections.abc import Mapping

import pytest
from sqlalchemy import Engine
from werkzeug.datastructures import MultiDict

from flows.definition import read_flow
from flows.reference import example_of
from flows.source import read_source
from flows.steps import STEP_TYPES
from ivr.studio.fields import fields_of, read_field
from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, TEXT, Opens, saved

HERE = f"/admin/flows/{FLOW}/steps"


def send(browser: Browser, path: str, revision: int, form: Mapping[str, object]) -> str:
    data = {**form, "csrf": browser.token, "revision": str(revision)}
    answer = browser.client.post(f"{HERE}{path}", data=data)
    return answer.location or answer.text


@pytest.mark.parametrize("name", STEP_TYPES)
def test_each_type_has_a_form_that_gives_back_what_is_in_it(name: str) -> None:
    document = read_source(example_of(STEP_TYPES[name])).document
    form: MultiDict[str, str] = MultiDict()
    fields = list(fields_of(STEP_TYPES[name], document))
    for one in fields:
        if one.kind == "routes":
            form.setlist(f"{one.name}.key", [key for key, _ in one.rows])
            form.setlist(f"{one.name}.to", [to for _, to in one.rows])
        elif one.value is not None:
            form[one.name] = "\n".join(one.value) if one.kind == "prompts" else one.value
    read = {one.name: read_field(one, form) for one in fields}
    own = {field: value for field, value in document.items() if field in read}
    assert {field: value for field, value in read.items() if value is not None} == own


def test_every_step_of_a_flow_has_its_page(opens: Opens) -> None:
    viewer = opens("vilja", "viewer")
    flow = read_flow(TEXT).flow
    assert flow
    for name in flow.steps:
        page = viewer.sees(f"{HERE}/{name}")
        assert page.status_code == 200, name
        assert "disabled" in page.text
    assert viewer.sees(f"{HERE}/nowhere").status_code == 404


def test_a_key_is_added_to_a_menu_and_another_put_first(editor: Browser, engine: Engine) -> None:
    keys = ["1", "2", "3", "4", "5"]
    to = ["faults", "bills", "moving", "other", "callback"]
    form = {"prompt": "menu.main", "keys.key": keys, "keys.to": to}
    send(editor, "/main/save", 0, form)
    expected = "keys: {1: faults, 2: bills, 3: moving, 4: other, 5: callback}"
    assert saved(engine).source == TEXT.replace(
        "keys: {1: faults, 2: bills, 3: moving, 4: other}", expected
    )
    send(editor, "/main/save", 1, {**form, "move": "1:up"})
    assert "keys: {2: bills, 1: faults," in saved(engine).source


def test_a_form_that_nobody_touched_changes_nothing(editor: Browser) -> None:
    page = send(editor, "/bills/save", 0, {"topic": "bills", **EXITS})
    assert page.endswith("/steps/bills")
    assert "no draft" in editor.sees("/admin/flows/").text


def test_a_step_is_added_renamed_and_taken_away(editor: Browser, engine: Engine) -> None:
    assert send(editor, "", 0, {"name": "night", "type": "menu"}).endswith("/steps/night")
    assert "prompt: menu.main" in saved(engine).source.partition("  night:")[2]
    send(editor, "/closed/rename", 1, {"name": "shut"})
    flow = read_flow(saved(engine).source).flow
    assert flow
    assert flow.steps["hours"].exits == {"closed": "shut"}
    assert "closed" not in flow.steps
    send(editor, "/night/remove", 2, {})
    assert "\n  night:" not in saved(engine).source
    assert "a name of its own" in send(editor, "/shut/rename", 3, {"name": "main"})


def test_a_late_form_changes_nothing(editor: Browser, engine: Engine) -> None:
    send(editor, "", 0, {"name": "night", "type": "say"})
    page = send(editor, "/bills/save", 0, {"topic": "late"})
    assert "It has changed meanwhile" in page
    assert (
        "late" not in saved(engine).source.partition("scenarios:")[0].partition("bills:")[2][:60]
    )


def test_conditions_that_cannot_be_read_are_told(editor: Browser) -> None:
    page = send(editor, "/emergency/save", 0, {"cases": "cases: [", "next": "asked"})
    assert "cases cannot be read" in page
    page = send(editor, "/emergency/save", 0, {"cases": "other: 1", "next": "asked"})
    assert "cases cannot be read" in page


EXITS = {
    "exits.unanswered": "nobody",
    "exits.closed": "callback",
    "exits.callback": "callback",
    "exits.voicemail": "voicemail",
}
