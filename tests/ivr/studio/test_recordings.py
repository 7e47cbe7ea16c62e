"""An editor gives a sentence a recorded voice, hears it, and takes it away again."""

import io
import re

from flask import Flask
from sqlalchemy import Engine

from flows.definition import read_flow
from ivr.db.tables.sounds import sounds
from ivr.sounds.reading import read_sound
from ivr.studio import drafts
from tests.ivr.accounts.conftest import Browser
from tests.ivr.sounds.wavs import wav
from tests.ivr.studio.conftest import FLOW, Opens

PAGE = f"/admin/flows/{FLOW}/prompts"
KEY = "menu.main"
WAV = wav(2.0)
SOUND = read_sound(WAV).id


def sends(browser: Browser, data: bytes = WAV, language: str = "fi", **fields: str) -> int:
    page = browser.sees(PAGE).text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    form = {"key": KEY, "language": language, "revision": revision[1], **fields}
    sent = (io.BytesIO(data), "hello.wav")
    return browser.sends(f"/admin/flows/{FLOW}/recordings", file=sent, **form).status_code


def draft(engine: Engine) -> str:
    with engine.connect() as connection:
        found = drafts.find(connection, FLOW)
    return found.source if found else ""


def played(engine: Engine) -> dict[str, dict[str, str]]:
    flow = read_flow(draft(engine)).flow
    assert flow
    return {key: dict(prompt.sounds) for key, prompt in flow.own_prompts.items() if prompt.sounds}


def test_a_recording_is_put_in_and_the_sentence_becomes_the_flows_own(
    opens: Opens, engine: Engine
) -> None:
    editor = opens("elli", "editor")
    assert sends(editor) == 303
    assert played(engine) == {KEY: {"fi": SOUND}}
    flow = read_flow(draft(engine)).flow
    assert flow
    assert set(flow.prompts[KEY]) == {"fi", "sv", "en"}
    page = editor.sees(PAGE).text
    assert f"/voice/sound/{SOUND}.wav" in page
    assert "Callers hear this recording, about 2 s." in page


def test_changed_words_are_spoken_and_the_page_says_so(opens: Opens, engine: Engine) -> None:
    editor = opens("elli", "editor")
    sends(editor)
    words = {"fi": "Vika-asioissa painakaa yksi.", "sv": "För fel, tryck ett.", "en": "Press one."}
    form = {"key": KEY, "revision": "1", **words}
    assert editor.sends(f"{PAGE}/save", **form).status_code == 303
    assert played(engine) == {}
    assert "changed after it was recorded" in editor.sees(PAGE).text


def test_it_is_taken_away_again(opens: Opens, engine: Engine) -> None:
    editor = opens("elli", "editor")
    sends(editor)
    sends(editor, wav(3.0), "sv")
    form = {"key": KEY, "language": "fi", "revision": "2"}
    path = f"/admin/flows/{FLOW}/recordings/remove"
    assert editor.sends(path, **form).status_code == 303
    assert list(played(engine)[KEY]) == ["sv"]
    assert editor.sends(path, **{**form, "revision": "3"}).status_code == 400


def test_what_is_no_sound_changes_nothing_and_is_told(opens: Opens, engine: Engine) -> None:
    editor = opens("elli", "editor")
    for sent in (b"", b"<script>alert(1)</script>", WAV[:40], wav(0.01)):
        assert sends(editor, sent) == 400
    path, size = f"/admin/flows/{FLOW}/recordings", {"CONTENT_LENGTH": str(7 * 1024 * 1024)}
    assert editor.client.post(path, environ_overrides=size).status_code == 413
    assert draft(engine) == ""
    with engine.connect() as connection:
        assert connection.execute(sounds.select()).all() == []


def test_a_stale_page_a_strange_sentence_and_values_change_nothing(
    opens: Opens, engine: Engine
) -> None:
    editor = opens("elli", "editor")
    assert sends(editor, revision="7") == 409
    assert sends(editor, key="no.such") == 400
    assert sends(editor, key="../../etc") == 400
    assert sends(editor, language="de") == 400
    assert sends(editor, key="open.greet.service") == 400
    assert draft(engine) == ""


def test_who_only_looks_hears_them_and_changes_none(opens: Opens, app: Flask) -> None:
    sends(opens("elli", "editor"))
    page = opens("veera", "viewer").sees(PAGE).text
    assert "<audio" in page
    assert 'type="file"' not in page
    assert app.test_client().get(f"/voice/sound/{SOUND}.wav").data == WAV
