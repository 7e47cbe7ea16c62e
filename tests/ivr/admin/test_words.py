"""The shared sentences, as they would be said now, and the company's own words for them."""

import re

import pytest
from sqlalchemy import Engine, delete

from flows.prompts import LANGUAGES, Prompt
from ivr.accounts.roles import ROLES, Role
from ivr.admin.word_checks import problems
from ivr.admin.word_drafts import Draft
from ivr.admin.wordings import groups, sentences
from ivr.bundles import store
from ivr.bundles.library import shipped_prompts
from ivr.bundles.own_words import newest, with_words
from ivr.bundles.publishing import publish_text
from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.db.tables.bundles import live
from ivr.studio import drafts
from ivr.studio.drafts import Edit
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.house import FAULT_LINE, House, open_house

PAGE = "/admin/words/"
KEY = "notice.electricity.eta"
FORM = f"{PAGE}sentences/{KEY}"
CALLER = "+358401110001"
OURS = {
    "fi": "{O} on sähkökatko. Sähköt palaavat arviolta {T}.",
    "sv": "{O} är det strömavbrott. Strömmen beräknas vara tillbaka {T}.",
    "en": "{O} the power is out. It should be back {T.by}.",
}
HEARD = "Sähköt palaavat arviolta"
SHIPPED = "Arvioitu korjausaika on"


@pytest.fixture
def both(opens: Opens) -> Browser:
    """Aino, who edits and publishes."""
    return opens("aino", "editor", "publisher")


@pytest.fixture
def alone(demo: Engine) -> Engine:
    """Nothing but two small flows is live: what is played before publishing is soon played."""
    return keep(demo, "callback", "survey")


def keep(engine: Engine, *flows: str) -> Engine:
    """Let no other flows be live."""
    with engine.begin() as connection:
        connection.execute(delete(live).where(live.c.flow.not_in(flows)))
    return engine


def write(browser: Browser, texts: dict[str, str] = OURS, revision: int = 0) -> int:
    return browser.sends(f"{FORM}/save", revision=str(revision), **texts).status_code


def publish(browser: Browser, revision: int = 1, over: int = 0, note: str = "Simpler") -> str:
    seen = {"revision": str(revision), "live": str(over)}
    answer = browser.sends(f"{PAGE}publish/do", note=note, **seen)
    return "published" if answer.location else answer.text


def restore(browser: Browser, version: int, revision: int = 1, over: int = 1) -> int:
    seen = {"revision": str(revision), "live": str(over)}
    return browser.sends(f"{PAGE}versions/{version}/restore", **seen).status_code


def test_every_notice_of_every_state_is_said_with_real_values(clock: StoppedClock) -> None:
    unsaid = [
        one.key
        for group in groups()
        if group.startswith("notice.")
        for one in sentences(group, shipped_prompts(), clock.now())
        if set(one.said) != set(LANGUAGES) or "{" in "".join(one.said.values())
    ]
    assert unsaid == []


def test_a_notice_is_shown_in_three_languages_side_by_side(opens: Opens) -> None:
    page = opens("eeva", "editor").sees(f"{PAGE}?group=notice.electricity").text
    eta = re.search(r'id="notice.electricity.eta">(.*?)</li>', page, re.DOTALL)
    assert eta
    for lang, words in (
        ("fi", "Arvioitu korjausaika on tänään kello kahdeksantoista."),
        ("sv", "Felet beräknas vara åtgärdat i dag klockan arton."),
        ("en", "We expect it to be repaired by six p.m. today."),
    ):
        assert re.search(f'<p lang="{lang}">[^<]*{words}', eta[1]), lang


def test_every_group_has_its_page_and_no_other(opens: Opens) -> None:
    viewer = opens("ville", "viewer")
    told = {viewer.sees(f"{PAGE}?group={group}").status_code for group in groups()}
    assert told == {200}
    assert viewer.sees(f"{PAGE}?group=%3Cb%3E").status_code == 404
    assert viewer.sees(f"{PAGE}sentences/notice.nothing").status_code == 404


def test_own_words_are_heard_from_the_next_call_on_and_taken_back(
    both: Browser, house: House
) -> None:
    engine = keep(house.services.engine, "fault-line")
    before = house.telephone.calls(CALLER, FAULT_LINE).hears(SHIPPED)
    write(both)
    assert publish(both) == "published"
    house.telephone.calls(CALLER, FAULT_LINE).hears(HEARD).hears_nothing_of(SHIPPED)
    before.presses("8").hears("Felet beräknas vara åtgärdat").hears_nothing_of("strömavbrott")
    newest_of = store.history(engine, "fault-line")[-1]
    assert (newest_of.note, newest_of.author) == ("Simpler", "aino")
    assert restore(both, version=0) == 303
    house.telephone.calls(CALLER, FAULT_LINE).hears(SHIPPED)


def test_the_form_says_the_words_with_real_values_while_they_are_written(both: Browser) -> None:
    page = both.sends(f"{FORM}/said", **OURS).text
    assert "Sähköt palaavat arviolta tänään kello kahdeksantoista." in page
    assert "It should be back by six p.m. today." in page
    assert "Finnish · about 9 s" in page


def test_nothing_is_wrong_with_what_ships() -> None:
    shipped = shipped_prompts().items()
    assert [one for key, prompt in shipped for one in problems(key, prompt.text)] == []


@pytest.mark.parametrize(
    ("language", "words", "wrong"),
    [
        ("fi", "{O} on sähkökatko. Se on korjattu {T}.", None),
        ("fi", "{O} on sähkökatko.", "value-left-out"),
        ("fi", "On sähkökatko, korjattu {T}.", "value-left-out"),
        ("fi", "{O} on sähkökatko. Se on korjattu {T}ssa.", "inflected-value"),
        ("fi", "{O} on sähkökatko. Se on korjattu {T} mennessä.", "inflected-value"),
        ("sv", "{O} är strömmen borta till {T}, postnummer {P}.", "strange-value"),
        ("sv", "{O} är strömmen borta till {T}, {vars.x}.", "strange-value"),
        ("sv", "{O} är strömmen borta i 3 timmar, till {T}.", "figure-in-prompt"),
        ("en", "{O} the power is out (again), until {T.at}.", "forbidden-character"),
        ("en", "{O} the power is out, until {T.at", "forbidden-character"),
        ("en", "", "translation-missing"),
    ],
)
def test_words_are_checked_as_those_that_ship(
    language: str, words: str, wrong: str | None
) -> None:
    texts = {one: text for one, text in {**OURS, language: words}.items() if text}
    found = {one.id for one in problems(KEY, texts) if one.severity == "error"}
    assert wrong in found if wrong else found == set()


def test_wrong_words_are_kept_and_keep_themselves_from_callers(
    both: Browser, alone: Engine
) -> None:
    assert write(both, {**OURS, "sv": "{O} är det strömavbrott."}) == 303
    assert "leaves out {T}" in both.sees(FORM).text
    assert "leaves out {T}" in publish(both)
    assert newest(alone).id == 0


def test_a_language_that_was_not_changed_is_confirmed_first(both: Browser, alone: Engine) -> None:
    write(both, {**shipped_prompts()[KEY].text, "fi": OURS["fi"]})
    page = publish(both)
    assert "changed in one language" in page
    digest = page.partition('name="digest" value="')[2][:16]
    both.sends(f"{PAGE}fresh", prompt=KEY, digest=digest)
    assert publish(both) == "published"
    assert newest(alone).words[KEY]["fi"] == OURS["fi"]


def test_of_two_editors_the_slower_overwrites_nothing(opens: Opens) -> None:
    aino, eino = opens("aino", "editor"), opens("eino", "editor")
    assert write(aino) == 303
    late = eino.sends(f"{FORM}/save", revision="0", **{**OURS, "fi": "{O} on katko, {T}."})
    assert late.status_code == 409
    assert "on katko, {T}." in late.text
    assert OURS["fi"] in late.text
    assert OURS["fi"] in aino.sees(FORM).text


def test_what_is_published_is_what_was_looked_at(both: Browser, alone: Engine) -> None:
    write(both)
    write(both, {**OURS, "en": "{O} there is no power. It is back {T.by}."}, revision=1)
    assert "changed meanwhile" in publish(both, revision=1)
    assert "Say in a sentence" in publish(both, revision=2, note=" ")
    assert publish(both, revision=2) == "published"
    assert "changed meanwhile" in publish(both, revision=2)
    assert newest(alone).id == 1


def test_a_flow_that_would_break_refuses_the_words_and_nothing_is_published(
    both: Browser, demo: Engine
) -> None:
    engine = keep(demo, "fault-line")
    menu = {
        one: f"{text} Kiitos." for one, text in shipped_prompts()["menu.fault_line"].text.items()
    }
    menu["fi"] = menu["fi"].replace("painakaa yksi", "painakaa seitsemän")
    before = store.live(engine)
    both.sends(f"{PAGE}sentences/menu.fault_line/save", revision="0", **menu)
    assert "says key 7 in fi" in both.sees(f"{PAGE}publish/played").text
    assert "has not been published" in publish(both)
    assert (store.live(engine), newest(engine).id) == (before, 0)


def test_the_shipped_words_come_back_by_one_click(both: Browser, alone: Engine) -> None:
    write(both)
    publish(both)
    assert "company&#39;s words" in both.sees(f"{PAGE}?group=notice.electricity").text
    both.sends(f"{FORM}/shipped", revision="1")
    assert publish(both, revision=2, over=1, note="As before") == "published"
    assert [one.note for one in store.history(alone, "callback")][1:] == ["Simpler", "As before"]
    assert newest(alone).words == {}
    first, *_, last = store.history(alone, "callback")
    assert first.hash == last.hash


def test_words_for_a_sentence_that_no_longer_ships_wait_and_change_nothing() -> None:
    kept = {"notice.gone": OURS, KEY: OURS}
    assert with_words(kept) == {**shipped_prompts(), KEY: Prompt(OURS)}
    assert Draft(1, {KEY: None}).over(kept) == {"notice.gone": OURS}


def test_a_draft_that_is_as_what_is_live_is_none(both: Browser) -> None:
    write(both)
    write(both, dict(shipped_prompts()[KEY].text), revision=1)
    assert "Nothing is new" in both.sees(f"{PAGE}publish").text
    write(both, revision=2)
    both.sends(f"{PAGE}discard", revision="3")
    assert "Nothing is new" in both.sees(f"{PAGE}publish").text


def test_flows_that_are_published_later_say_them_too(
    both: Browser, alone: Engine, house: House, clock: StoppedClock
) -> None:
    write(both)
    publish(both)
    publish_shipped(house.services)
    text = store.source_of(alone, store.history(alone, "fault-line")[-1].id) or ""
    other = "  other:\n    type: human\n"
    later = text.replace(other, f"{other}    topic: other\n")
    assert publish_text(alone, later, "Later", clock.now())
    said = {
        store.load(alone, digest).prompts[KEY].text["fi"] for digest in store.live(alone).values()
    }
    assert said == {OURS["fi"]}


def test_a_flow_s_draft_goes_on_from_what_is_live_now(
    both: Browser, alone: Engine, clock: StoppedClock
) -> None:
    base = store.live(alone)["callback"]
    drafts.save(alone, Edit("callback", 0, base, "name: callback", "aino"), clock.now())
    write(both)
    publish(both)
    with alone.connect() as connection:
        draft = drafts.find(connection, "callback")
    assert draft
    assert draft.base == store.live(alone)["callback"] != base


def test_where_two_are_required_who_wrote_does_not_publish(
    demo: Engine, clock: StoppedClock, opens: Opens
) -> None:
    opens("aino", "editor", "publisher")
    strict = Browser(open_house(demo, clock, linja_publishers="two").app.test_client())
    strict.signs_in("aino")
    write(strict)
    assert "Somebody else publishes it" in publish(strict)


@pytest.mark.parametrize("role", ROLES)
def test_editors_write_and_publishers_publish(role: Role, opens: Opens) -> None:
    browser = opens("joku", role)
    assert (write(browser) == 303) == (role == "editor")
    refused = browser.sends(f"{PAGE}publish/do").status_code == 403
    assert refused == (restore(browser, 0) == 403) == (role != "publisher")
