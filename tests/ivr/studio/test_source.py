"""The list of flows and the editor of their source."""

from sqlalchemy import Engine

from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, TEXT, Opens, base_of, saved

HERE = f"/admin/flows/{FLOW}"


def write(browser: Browser, text: str, revision: int = 0, base: str = "", **more: str) -> str:
    form = {"source": text, "revision": str(revision), "base": base, **more}
    return browser.sends(f"{HERE}/source/save", **form).text


def test_the_list_says_what_is_live_on_which_line(opens: Opens) -> None:
    page = opens("vilja", "viewer").sees("/admin/flows/").text
    assert f'href="{HERE}/map"' in page
    assert "Shipped with Linja" in page
    assert "customer-service" in page
    assert "no draft" in page
    assert "New flow" not in page


def test_looking_makes_no_draft_and_saving_makes_one(editor: Browser, engine: Engine) -> None:
    assert "This is what callers hear" in editor.sees(f"{HERE}/source").text
    assert "no draft" in editor.sees("/admin/flows/").text
    write(editor, TEXT.replace("# Customer service", "# Ours"), base=base_of(engine))
    draft = saved(engine)
    assert (draft.author, draft.revision) == ("aino", 1)
    assert "# Ours" in editor.sees(f"{HERE}/source").text
    assert "aino" in editor.sees("/admin/flows/").text


def test_a_broken_draft_is_kept_and_its_problems_stand_beside_it(
    editor: Browser, engine: Engine
) -> None:
    write(editor, TEXT.replace("next: language", "next: nowhere"), base=base_of(engine))
    page = editor.sees(f"{HERE}/source").text
    assert 'data-line="14"' in page
    assert "nowhere" in page
    assert "to mend" in editor.sees("/admin/flows/").text
    write(editor, "steps: {", revision=1)
    assert "To mend" in editor.sees(f"{HERE}/source").text


def test_what_is_no_flow_at_all_is_kept_as_it_was_pasted(editor: Browser, engine: Engine) -> None:
    pasted = "<script>alert(1)</script>\x00\x07 &amp; {{ 7*7 }}\n\t[[["
    write(editor, pasted, base=base_of(engine))
    assert saved(engine).source == pasted.replace("\x00", "")  # PostgreSQL keeps no NUL
    page = editor.sees(f"{HERE}/source").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_draft_under_another_name_is_told(editor: Browser, engine: Engine) -> None:
    write(editor, TEXT.replace("name: customer-service", "name: other"), base=base_of(engine))
    assert "this is the draft of customer-service" in editor.sees(f"{HERE}/source").text


def test_too_much_is_refused_whole(editor: Browser, engine: Engine) -> None:
    write(editor, "small", base=base_of(engine))
    assert "more than a million" in write(editor, "x" * 1_000_001, revision=1)
    assert saved(engine).source == "small"


def test_who_is_slower_keeps_the_text_and_sees_what_the_other_changed(
    opens: Opens, engine: Engine
) -> None:
    aino, eino = opens("aino", "editor"), opens("eino", "editor")
    base = base_of(engine)
    write(aino, TEXT.replace("# Customer service", "# Hers"), base=base)
    page = write(eino, TEXT.replace("# Customer service", "# His"), base=base)
    assert "aino saved at" in page
    assert "# His" in page
    assert "<ins># Hers" in page
    assert saved(engine).author == "aino"
    write(eino, TEXT.replace("# Customer service", "# His"), base=base, over="1")
    assert (saved(engine).author, saved(engine).revision) == ("eino", 2)
    eino.sends(f"{HERE}/undo", revision="2")
    assert "# Hers" in saved(engine).source


def test_at_a_pause_only_what_stands_beside_is_drawn_anew(editor: Browser, engine: Engine) -> None:
    form = {"csrf": editor.token, "source": TEXT, "revision": "0", "base": base_of(engine)}
    answer = editor.client.post(f"{HERE}/source/save", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<textarea" not in answer.text
    assert 'id="revision" name="revision" value="1"' in answer.text


def test_scenarios_are_tried(editor: Browser, engine: Engine) -> None:
    assert "go as they should" in editor.sees(f"{HERE}/trials").text
    write(editor, TEXT.replace("- rings: bills", "- rings: moving", 1), base=base_of(engine))
    assert "1 of" in editor.sees(f"{HERE}/trials").text


def test_a_new_flow_begins_as_a_copy(editor: Browser, engine: Engine) -> None:
    answer = editor.sends("/admin/flows/new", name="night", like=FLOW)
    assert answer.location.endswith("/admin/flows/night/source")
    assert saved(engine, "night").source == TEXT.replace("name: customer-service", "name: night")
    assert editor.sends("/admin/flows/new", name="night", like=FLOW).status_code == 409
    assert editor.sends("/admin/flows/new", name="A B", like=FLOW).status_code == 400


def test_a_draft_is_thrown_away(editor: Browser, engine: Engine) -> None:
    write(editor, "x", base=base_of(engine))
    editor.sends(f"{HERE}/discard", revision="1")
    assert "no draft" in editor.sees("/admin/flows/").text


def test_a_flow_that_is_nowhere_is_not_found(editor: Browser) -> None:
    assert editor.sees("/admin/flows/nothing/source").status_code == 404


def test_who_only_looks_changes_nothing(opens: Opens) -> None:
    viewer = opens("vilja", "viewer")
    assert "readonly" in viewer.sees(f"{HERE}/source").text
    assert viewer.sends(f"{HERE}/source/save", source="x", revision="0").status_code == 403
