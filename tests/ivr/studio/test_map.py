"""The map and the sentences of a flow."""

from sqlalchemy import Engine

from flows.definition import read_flow
from ivr.studio.drawing import draw
from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, TEXT, base_of, saved

HERE = f"/admin/flows/{FLOW}"


def test_every_step_is_drawn_once_below_what_leads_to_it() -> None:
    flow = read_flow(TEXT).flow
    assert flow
    drawing = draw(flow)
    boxes = {box.name: box for box in drawing.boxes}
    assert boxes.keys() == flow.steps.keys()
    assert len(drawing.boxes) == len(flow.steps)
    assert boxes["greet"].y < boxes["language"].y < boxes["main"].y
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(places)
    main = {line.to: line.names for line in drawing.lines if line.start == "main"}
    assert main["bills"] == ("key 2",)


def test_the_map_names_each_step_its_ways_and_its_problems(
    editor: Browser, engine: Engine
) -> None:
    page = editor.sees(f"{HERE}/map").text
    assert 'aria-label="main, menu"' in page
    assert 'key 2 → <a href="#step-bills">' in page
    broken = TEXT.replace("4: other}", "4: nowhere}")
    editor.sends(f"{HERE}/source/save", source=broken, revision="0", base=base_of(engine))
    assert "leads to &#39;nowhere&#39;" in editor.sees(f"{HERE}/map").text
    editor.sends(f"{HERE}/source/save", source="{", revision="1")
    assert "cannot be shown" in editor.sees(f"{HERE}/map").text


def test_a_sentence_is_changed_in_two_languages(editor: Browser, engine: Engine) -> None:
    page = editor.sees(f"{HERE}/prompts").text
    assert "menu.main" in page
    assert "words of the library" in page
    texts = {"fi": "Kyllä, painakaa yksi.", "sv": "Ja,\r\ntryck ett.", "en": "Yes: #1 {x}"}
    answer = editor.sends(f"{HERE}/prompts/save", key="menu.main", revision="0", **texts)
    assert answer.location.endswith("#prompt-menu.main")
    flow = read_flow(saved(engine).source).flow
    assert flow
    expected = {"fi": "Kyllä, painakaa yksi.", "sv": "Ja, tryck ett.", "en": "Yes: #1 {x}"}
    assert flow.prompts["menu.main"] == expected
    assert saved(engine).base == base_of(engine)


def test_a_late_sentence_is_shown_again_and_not_saved(editor: Browser, engine: Engine) -> None:
    editor.sends(f"{HERE}/prompts/save", key="menu.main", revision="0", fi="a", sv="b", en="c")
    late = {"fi": "late words", "sv": "b", "en": "c"}
    answer = editor.sends(f"{HERE}/prompts/save", key="menu.main", revision="0", **late)
    assert answer.status_code == 409
    assert "late words" in answer.text
    assert "late words" not in saved(engine).source


def test_how_long_it_takes_to_say_is_told_while_it_is_written(editor: Browser) -> None:
    form = {"csrf": editor.token, "fi": "Tervetuloa asiakaspalveluun."}
    answer = editor.client.post("/admin/flows/seconds?language=fi", data=form)
    assert answer.text == "about 2 s"
    assert editor.client.post("/admin/flows/seconds?language=x", data=form).status_code == 200
