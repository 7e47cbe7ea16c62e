"""What the forms and the checks say, in Finnish and Swedish."""

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from flows.problems import Problem
from flows.steps import STEP_TYPES
from ivr.bundles.library import shipped_flows
from ivr.bundles.publishing import draft
from ivr.studio.helping import helped, name_of, of_field, of_kind, of_problem, of_type
from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, Opens

DEFECTS = sorted((Path(__file__).parents[2] / "flows/defects").glob("*.yaml"))
ENGLISH_STILL = {"anchor", "bad-comparison", "bad-value", "scenario-broken", "unknown-fact"}
ENGLISH_STILL |= {"unknown-placeholder", "unreadable", "wrong-words", "file-too-large"}
"""What they say is made of the author's own words, or of the YAML reader's."""


def fields() -> Iterator[tuple[str, str]]:
    for name, step in STEP_TYPES.items():
        schema = step.model_json_schema(by_alias=True)["properties"]
        yield from ((name, field) for field, one in schema.items() if "description" in one)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_type_of_step_and_every_field_with_help_is_translated(language: str) -> None:
    assert [t for t in STEP_TYPES if name_of(language, t) in {t, ""}] == []
    assert len({name_of(language, t) for t in STEP_TYPES}) == len(STEP_TYPES)
    assert [t for t in STEP_TYPES if of_type(language, t, "x").language != language] == []
    assert [f for f in fields() if of_field(language, *f, "x").language != language] == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_each_check_says_the_same_things_in_each_language(language: str) -> None:
    english, other = helped("en")["checks"], helped(language)["checks"]
    assert other.keys() == english.keys()
    assert [key for key in english if places(english[key]) != places(other[key])] == []


@pytest.mark.parametrize("path", DEFECTS, ids=lambda path: path.stem)
def test_what_is_wrong_is_said_in_finnish(path: Path) -> None:
    found = draft(path.read_text("utf-8"), shipped_flows(), scenarios=False).problems
    told = {one.id: of_problem("fi", one) for one in found if one.id not in ENGLISH_STILL}
    assert [id_ for id_, words in told.items() if words.language != "fi"] == []


def test_names_are_kept() -> None:
    message = "greet leads to 'nowhere', which does not exist: name one of the steps"
    told = of_problem("sv", Problem(1, "edge-to-nowhere", message))
    assert told.text == "greet leder till nowhere, som inte finns: nämn ett av stegen"


def test_what_is_not_translated_stays_english_and_says_so() -> None:
    told = of_problem("fi", Problem(1, "scenario-broken", "Scenario 'x': heard nothing"))
    assert (told.text, told.language) == ("Scenario 'x': heard nothing", "en")
    assert of_kind("sv", "a list of: a prompt") == "en lista med: en mening"
    assert of_kind("en", "a list of: a prompt") == "a list of: a prompt"


def test_the_form_of_a_step_speaks_the_language_of_the_page(opens: Opens) -> None:
    browser: Browser = opens("aino", "editor")
    browser.sends("/account/language", language="fi")
    page = browser.sees(f"/admin/flows/{FLOW}/steps/main").text
    assert "Kysy yhtä näppäintä" in page
    assert "valikko (menu)" in page
    assert "mieluiten enintään viisi" in page
    assert "Ask for one key" not in page


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
