"""Two tabs and a lost session: nothing is overwritten, and what was written is given back."""

import pytest
from sqlalchemy import Engine

from ivr.accounts.cookie import HOST_ONLY
from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, TEXT, Opens, base_of, saved

AT = f"/admin/flows/{FLOW}"
MENU = {"key": "menu.main", "sv": "Tryck ett.", "en": "Press one."}


def test_whoever_was_signed_out_gets_back_what_they_wrote(editor: Browser) -> None:
    editor.client.set_cookie(HOST_ONLY, "over")
    sent = {**MENU, "fi": "Painakaa <b>yksi</b>.", "revision": "0"}
    answer = editor.sends(f"{AT}/prompts/save", **sent)
    assert answer.status_code == 401
    assert "Painakaa &lt;b&gt;yksi&lt;/b&gt;." in answer.text
    assert editor.token not in answer.text
    source = editor.sends(f"{AT}/source/save", source="steps: ours", revision="0")
    assert (source.status_code, "steps: ours" in source.text) == (401, True)


def test_of_boxes_with_one_name_every_one_that_was_ticked_is_given_back(editor: Browser) -> None:
    editor.client.set_cookie(HOST_ONLY, "over")
    answer = editor.sends("/admin/lines/entry/save", services=["water", "heat"])
    assert (answer.status_code, ">water\nheat</textarea>" in answer.text) == (401, True)


def test_a_password_is_given_back_to_nobody(editor: Browser) -> None:
    editor.client.set_cookie(HOST_ONLY, "over")
    answer = editor.sends("/account/password", old="kolme pientä", new="seitsemän veljestä")
    assert answer.status_code == 401
    assert not any(word in answer.text for word in ("kolme pientä", "seitsemän veljestä"))


@pytest.mark.parametrize(("path", "many"), [("/sign-out", 1), (f"{AT}/recordings", 2_000_000)])
def test_whoever_has_written_nothing_is_told_that_they_are_signed_out(
    editor: Browser, path: str, many: int
) -> None:
    editor.client.set_cookie(HOST_ONLY, "over")
    form = "multipart/form-data; boundary=x"
    answer = editor.client.post(path, data=bytes(many), content_type=form)
    assert (answer.status_code, "/sign-in" in answer.text) == (401, True)


def test_of_two_tabs_with_sentences_the_slower_overwrites_nothing_and_keeps_its_words(
    editor: Browser, opens: Opens, engine: Engine
) -> None:
    first = opens("berit", "editor")
    text = TEXT.replace("end.bye.short", "end.bye")
    first.sends(f"{AT}/source/save", source=text, revision="0", base=base_of(engine))
    late = editor.sends(f"{AT}/prompts/save", **MENU, fi="Painakaa yksi.", revision="0")
    assert (late.status_code, saved(engine).source) == (409, text)
    assert "Painakaa yksi." in late.text
