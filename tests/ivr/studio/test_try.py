"""Call a draft from its page, and keep the call as a scenario."""

import pytest
from sqlalchemy import Engine

from flows.definition import read_flow
from flows.rehearsal import rehearse
from ivr.bundles.library import shipped_bundle
from ivr.studio.failures import FAILURES
from ivr.studio.trying import STATES, Caller, beats, play, world
from tests.conftest import SUNDAY_AFTERNOON
from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, TEXT, Opens, base_of, saved

HERE = f"/admin/flows/{FLOW}"
MATTI = "language=fi&place=29900&outage=no_eta"


def test_a_caller_hears_the_fault_and_reaches_a_person(opens: Opens) -> None:
    viewer = opens("vilja", "viewer")
    page = viewer.sees(f"{HERE}/try?{MATTI}").text
    assert "kaksi yhdeksän yhdeksän nolla nolla" in page
    assert 'aria-current="step"' in page
    page = viewer.sees(f"{HERE}/try?{MATTI}&did=key:0").text
    assert "Rings: any" in page
    page = viewer.sees(f"{HERE}/try?{MATTI}&did=key:0&did=answered:yes").text
    assert "The call has ended" in page


def test_the_draft_is_called_and_not_what_is_live(editor: Browser, engine: Engine) -> None:
    other = TEXT.replace("start: greet", "start: bye")
    editor.sends(f"{HERE}/source/save", source=other, revision="0", base=base_of(engine))
    assert "The call has ended" in editor.sees(f"{HERE}/try?language=fi").text


def test_a_draft_that_cannot_be_read_is_told(editor: Browser, engine: Engine) -> None:
    editor.sends(f"{HERE}/source/save", source="{", revision="0", base=base_of(engine))
    assert "cannot be shown" in editor.sees(f"{HERE}/try").text


def test_a_call_becomes_a_scenario_that_holds(editor: Browser, engine: Engine) -> None:
    form = {"language": "sv", "place": "65100", "outage": "eta", "name": "Anna: at once"}
    editor.sends(f"{HERE}/try/keep", did="key:0", **form)
    flow = read_flow(saved(engine).source).flow
    assert flow
    kept = flow.scenarios[-1]
    assert kept.name == "Anna: at once"
    assert [beat.rings for beat in kept.call if beat.rings] == ["any"]
    assert rehearse(shipped_bundle(FLOW), kept) is None
    assert "without" not in editor.sees(f"{HERE}/trials").text


def test_a_call_without_a_name_is_not_kept(editor: Browser) -> None:
    assert editor.sends(f"{HERE}/try/keep", name=" ").status_code == 400


@pytest.mark.parametrize(
    ("outage", "failure"),
    [*((state, "") for state in STATES), *(("eta", failure) for failure in FAILURES)],
)
def test_whatever_the_world_is_like_the_call_that_was_made_can_be_made_again(
    outage: str, failure: str
) -> None:
    caller = Caller(language="en", place="29900", outage=outage, failure=failure)
    given = world(caller, None, SUNDAY_AFTERNOON)
    did = ["silent", "key:3", "key:0", "answered:no", "key:1"]
    played = play(shipped_bundle(FLOW), given, did)
    assert played.broken == ""
    document = {"name": "again", **given, "call": list(beats(played))}
    flow = read_flow(TEXT).flow
    assert flow
    again = flow.scenarios[0].__class__.model_validate(document)
    assert rehearse(shipped_bundle(FLOW), again) is None


def test_nonsense_ends_the_call_where_it_is() -> None:
    given = world(Caller(place="x", outage="y", failure="z"), None, SUNDAY_AFTERNOON)
    played = play(shipped_bundle(FLOW), given, ["<script>", "key:99", "leaves:x"])
    assert (len(played.turns), played.broken) == (1, "")
