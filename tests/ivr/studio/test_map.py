"""The map and the sentences of a flow."""

from itertools import combinations, product

import pytest
from sqlalchemy import Engine

from flows.definition import read_flow
from ivr.bundles.library import shipped_flows
from ivr.studio.drawing import HEIGHT, WIDTH, Line, draw
from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, TEXT, base_of, saved

HERE = f"/admin/flows/{FLOW}"
MANY = "  s{n}: {{type: menu, prompt: p, keys: {{1: s{a}, 2: s{b}}}}}\n"
Box_ = tuple[int, int, int, int]


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


@pytest.mark.parametrize("name", [*shipped_flows()])
@pytest.mark.parametrize("room", [0, 9])
def test_no_name_of_a_way_lies_over_another_or_over_a_step(name: str, room: int) -> None:
    drawing = draw(shipped_flows()[name], room)
    names = [place(line, room) for line in drawing.lines if room or line.names != ("next",)]
    boxes = [(box.x, box.y, box.x + WIDTH, box.y + HEIGHT) for box in drawing.boxes]
    assert [pair for pair in combinations(names, 2) if overlap(*pair)] == []
    assert [pair for pair in product(names, boxes) if overlap(*pair)] == []
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


def test_a_flow_of_two_hundred_steps_is_drawn_without_overlaps() -> None:
    ways = ((n, (n * 7 + 1) % 200, (n * 3 + 2) % 200) for n in range(200))
    steps = [MANY.format(n=n, a=a, b=b) for n, a, b in ways]
    head = "spec: 1\nname: many\nlanguages: [fi]\nstart: s0\nhuman: s0\nsteps:\n"
    flow = read_flow(head + "".join(steps)).flow
    assert flow
    drawing = draw(flow)
    assert len(drawing.boxes) == 200
    names = [place(line, 0) for line in drawing.lines]
    assert [pair for pair in combinations(names, 2) if overlap(*pair)] == []


def test_a_flow_of_one_step_is_drawn() -> None:
    head = "spec: 1\nname: one\nlanguages: [fi]\nstart: person\nhuman: person\nsteps:\n"
    flow = read_flow(head + "  person: {type: human}\n").flow
    assert flow
    assert [box.name for box in draw(flow).boxes] == ["person"]


def place(line: Line, room: int) -> Box_:
    """Where a name is written: a letter is 6 wide, 11 high."""
    letters = min(len(", ".join(line.names)) if line.names != ("next",) else 0, 26) + room
    x, y = line.at
    return x, y - 10, x + 6 * letters, y + 2


def overlap(one: Box_, other: Box_) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


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
