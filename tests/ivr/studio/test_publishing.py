"""From a draft to what callers hear: the gate, the sentence, the difference, and back again."""

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import Engine

from flows.definition import Bundle
from flows.prompts import Prompt
from ivr.accounts.cookie import HOST_ONLY
from ivr.app import create_app
from ivr.bundles import store
from ivr.bundles.library import shipped_bundle
from ivr.clock import StoppedClock
from ivr.services import Services
from ivr.studio.failures import failing
from tests.ivr.accounts.conftest import Browser
from tests.ivr.house import SETTINGS
from tests.ivr.studio.conftest import FLOW, MENU, TEXT, Opens, base_of, saved

BUNDLE = shipped_bundle(FLOW)
HERE = f"/admin/flows/{FLOW}"
NEW = TEXT.replace("\nscenarios:", f"{MENU}\nscenarios:").replace(
    "För fel och störningar, tryck ett.", "För fel, tryck ett."
)


@pytest.fixture
def both(opens: Opens) -> Browser:
    """Aino, who edits and publishes."""
    return opens("aino", "editor", "publisher")


def write(browser: Browser, text: str, base: str, revision: int = 0) -> None:
    browser.sends(f"{HERE}/source/save", source=text, base=base, revision=str(revision))


def publish(browser: Browser, note: str = "Shorter", revision: int = 1) -> str:
    answer = browser.sends(f"{HERE}/publish/do", note=note, revision=str(revision))
    return answer.location or answer.text


def test_a_draft_goes_live_with_its_sentence_and_author(both: Browser, engine: Engine) -> None:
    write(both, NEW, base_of(engine))
    page = both.sees(f"{HERE}/publish").text
    assert "There is nothing to mend" in page
    assert "<del>Vika- ja häiriöasioissa</del>" in page
    assert "<ins>Vika-asioissa</ins>" in page
    assert "person is reached" in both.sees(f"{HERE}/publish/played").text
    page = both.sees(publish(both)).text
    assert "is live from the next call on" in page
    newest = store.history(engine, FLOW)[-1]
    assert (newest.note, newest.author) == ("Shorter", "aino")
    assert store.source_of(engine, newest.id) == NEW
    assert "no draft" in both.sees("/admin/flows/").text


def test_a_language_that_was_forgotten_keeps_it_from_callers(
    both: Browser, engine: Engine
) -> None:
    half = NEW.replace("    sv: För fel, tryck ett. |", "    xx: |", 1)
    missing = "\n".join(line for line in half.splitlines() if "xx:" not in line)
    write(both, missing, base_of(engine))
    assert "(Swedish)" in both.sees(f"{HERE}/publish").text
    assert "has not been published" in publish(both)
    assert len(store.history(engine, FLOW)) == 1


def test_a_language_that_was_not_changed_is_confirmed_or_changed(
    both: Browser, engine: Engine
) -> None:
    write(both, NEW, base_of(engine))
    publish(both)
    once = NEW.replace("Muissa asioissa painakaa neljä", "Muuten painakaa neljä")
    write(both, once, base_of(engine))
    page = both.sees(f"{HERE}/publish").text
    assert "changed in one language" in page
    assert "has not been published" in publish(both, revision=2)
    digest = page.partition('name="digest" value="')[2][:16]
    both.sends(f"{HERE}/fresh", prompt="menu.main", digest=digest)
    assert "changed in one language" not in both.sees(f"{HERE}/publish").text
    twice = once.replace("Muuten painakaa neljä", "Muussa painakaa neljä")
    write(both, twice, base_of(engine), revision=2)
    assert "changed in one language" in both.sees(f"{HERE}/publish").text


def test_a_scenario_that_goes_another_way_keeps_it_from_callers(
    both: Browser, engine: Engine
) -> None:
    write(both, NEW.replace("- rings: bills", "- rings: moving", 1), base_of(engine))
    assert "These calls go wrong" in both.sees(f"{HERE}/publish/played").text
    assert "has not been published" in publish(both)


def test_a_failure_in_which_nobody_is_reached_is_named() -> None:
    assert list(failing(BUNDLE)) == []
    mute = replace(
        BUNDLE, prompts={k: p for k, p in BUNDLE.prompts.items() if k != "callback.failed"}
    )
    assert "database" in dict(failing(mute))


def test_without_a_sentence_nothing_is_published(both: Browser, engine: Engine) -> None:
    write(both, NEW, base_of(engine))
    assert "Say in a sentence" in publish(both, note="  ")


def test_what_somebody_else_published_meanwhile_is_seen_first(
    both: Browser, engine: Engine, clock: StoppedClock
) -> None:
    write(both, NEW, base_of(engine))
    store.publish(engine, _other(), "Theirs", clock.now(), origin=store.Origin("eino"))
    page = both.sees(f"{HERE}/publish").text
    assert "eino published another version" in page
    assert "has not been published" in publish(both)
    both.sends(f"{HERE}/rebase", revision="1")
    assert "is live from the next call on" in both.sees(publish(both)).text


def test_what_is_published_is_the_revision_that_was_looked_at(
    both: Browser, engine: Engine
) -> None:
    write(both, NEW, base_of(engine))
    write(both, NEW + "\n", base_of(engine), revision=1)
    assert "It has changed meanwhile" in publish(both, revision=1)


def test_two_people_where_two_are_wanted(
    opens: Opens, engine: Engine, clock: StoppedClock
) -> None:
    settings = replace(SETTINGS, linja_publishers="two")
    aino, eino = opens("aino", "editor", "publisher"), opens("eino", "publisher")
    app = create_app(settings, Services(settings, clock, engine))
    for one in (aino, eino):
        cookie = one.client.get_cookie(HOST_ONLY)
        one.client = app.test_client()
        one.client.set_cookie(HOST_ONLY, cookie.value if cookie else "")
    write(aino, NEW, base_of(engine))
    assert "Somebody else publishes it" in publish(aino)
    assert "is live" in eino.sees(publish(eino)).text


def test_an_earlier_version_is_live_again_by_one_click(both: Browser, engine: Engine) -> None:
    write(both, NEW, base_of(engine))
    publish(both)
    first = store.history(engine, FLOW)[0]
    page = both.sees(both.sends(f"{HERE}/versions/{first.id}/restore").location).text
    assert "Rolled back to: Shipped with Linja" in page
    assert store.live(engine)[FLOW] == first.hash
    assert "# Customer service" in both.sees(f"{HERE}/source").text
    assert both.sends(f"{HERE}/versions/999/restore").status_code == 404


def test_any_two_versions_are_compared(both: Browser, engine: Engine) -> None:
    write(both, NEW, base_of(engine))
    publish(both)
    old, new = (version.id for version in store.history(engine, FLOW))
    page = both.sees(f"{HERE}/versions/compare?old={old}&new={new}").text
    assert "<ins>Vika-asioissa</ins>" in page
    write(both, NEW.replace("4: other}", "4: bills}"), base_of(engine))
    page = both.sees(f"{HERE}/versions/compare?old={new}&new=draft").text
    assert "key 4 leads to bills, was other" in page


def test_roles(opens: Opens, engine: Engine) -> None:
    editor, publisher = opens("aino", "editor"), opens("eino", "publisher")
    write(editor, NEW, base_of(engine))
    assert editor.sends(f"{HERE}/publish/do", note="x", revision="1").status_code == 403
    assert "Publishers publish" in editor.sees(f"{HERE}/publish").text
    assert publisher.sends(f"{HERE}/source/save", source="x").status_code == 403
    assert "is live" in publisher.sees(publish(publisher)).text


def test_it_is_taken_out_and_brought_back_as_a_file(
    both: Browser, engine: Engine, app: Flask
) -> None:
    out = both.sees(f"{HERE}/export")
    assert out.text == TEXT
    assert "attachment" in out.headers["Content-Disposition"]
    send(both, "source", NEW.encode())
    assert saved(engine).source == NEW
    assert app


def test_a_file_that_cannot_be_read_changes_nothing(both: Browser, engine: Engine) -> None:
    assert "UTF-8" in send(both, "source", b"\xff\xfe\x00")
    assert "Choose a file" in send(both, "source", b"")
    assert "more than a million" in send(both, "source", b"x" * 5_000_000)
    assert base_of(engine) == shipped_bundle(FLOW).hash


def test_a_translators_sheet_comes_back(both: Browser, engine: Engine) -> None:
    write(both, NEW, base_of(engine))
    sheet = both.sees(f"{HERE}/translations.csv").text
    assert "menu.main,main,Vika-asioissa" in sheet
    back = sheet.replace("För fel, tryck ett.", "Vid fel, tryck ett.") + "unknown.key,,a,b,c\r\n"
    page = send(both, "translations", back.encode())
    assert "1 sentences" in page
    assert "unknown.key" in page
    assert "sv: Vid fel, tryck ett." in saved(engine).source


def send(browser: Browser, what: str, data: bytes) -> str:
    form = {"csrf": browser.token, "file": (BytesIO(data), "flow")}
    answer = browser.client.post(f"{HERE}/files/{what}", data=form)
    answer.request.environ["wsgi.input"].close()
    return answer.text


def _other() -> Bundle:
    first = shipped_bundle(FLOW)
    prompts = {
        **first.prompts,
        "end.bye.short": Prompt({"fi": "Hei.", "sv": "Hej.", "en": "Bye."}),
    }
    return replace(first, prompts=prompts)
