"""A line and a team as forms: what is not touched means the same, what is wrong is said."""

import re
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import update
from werkzeug.datastructures import MultiDict

from ivr.admin.entry_form import Field, field_at, fields_of, read_fields
from ivr.admin.entry_pages import MODELS
from ivr.db.tables.configuration import configuration
from ivr.lines.store import sections
from routing.lines import Line
from routing.policies import Callbacks
from routing.teams import Team
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.admin.test_lines import base, text
from tests.ivr.house import LINE, House

EDIT, SAVE = "/admin/lines/entry", "/admin/lines/entry/save"
LINE_DOCUMENT: dict[str, Any] = {
    "name": "service",
    "flow": "customer-service",
    "language": "sv",
    "languages": ["sv", "fi"],
    "services": ["water", "heat"],
    "hours": "office",
    "urgent": "true",
    "label": {"fi": "palvelu", "sv": "service"},
    "topic": "bills",
    "caller_id": "+358931570001",
    "sms_sender": "Linja",
    "callbacks": "agent-first",
    "price": "extra",
}
TEAM_DOCUMENT: dict[str, Any] = {
    "language": ["fi", "sv"],
    "topics": ["bills"],
    "dial": ["+358931570110", "+358931570111"],
    "desk": "true",
    "overflow": {"after_seconds": "120", "teams": ["service-desk"]},
    "wrap_up": {"seconds": "30", "codes": ["paid", "unclear"], "required": "true"},
    "hours": "office",
    "lines": ["service"],
}
CALLBACKS_DOCUMENT: dict[str, Any] = {
    "countries": ["FI"],
    "attempts": "2",
    "quiet": "22:00-07:00",
    "caps": {
        "number_a_day": "3",
        "an_hour": "90",
        "prefixes_an_hour": {"+35818": "20", "+358401": "0"},
        "euros_a_day": "12.5",
        "euros_a_minute": {"+": "0.1"},
    },
}
CHOICES = {"flow": ["customer-service"], "hours": ["office"], "lines": ["service"]}


def sent(fields: list[Field]) -> MultiDict[str, str]:
    """What a browser sends of a form that nobody touched."""
    form: MultiDict[str, str] = MultiDict()
    for one in fields:
        match one.kind:
            case "flag":
                form.setlist(one.name, ["1"] if one.value else [])
            case "ticks":
                form.setlist(one.name, one.value)
            case "texts":
                form.update({f"{one.name}.{of}": text for of, text in one.value.items()})
            case _:
                form[one.name] = one.value
    return form


@pytest.mark.parametrize(
    ("model", "document"),
    [(Line, LINE_DOCUMENT), (Team, TEAM_DOCUMENT), (Callbacks, CALLBACKS_DOCUMENT)],
)
def test_every_field_of_the_model_is_in_the_form_and_stays(
    model: type[BaseModel], document: dict[str, Any]
) -> None:
    fields = fields_of(model, document, CHOICES)
    assert read_fields(fields, sent(fields)) == document
    assert {one.name.partition(".")[0] for one in fields} == {
        name for name, one in model.model_fields.items() if one.validation_alias != "@key"
    }


def test_what_is_empty_is_left_out() -> None:
    assert read_fields(
        fields_of(Team, {"language": "fi"}, {}), MultiDict({"language": "fi ; sv"})
    ) == {"language": ["fi", "sv"]}


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (("dial", 0), ["dial"]),
        (("overflow", "teams", 0), ["overflow.teams"]),
        (("overflow",), ["overflow.after_seconds"]),
        ((), []),
    ],
)
def test_a_problem_stands_at_its_field(path: tuple[str | int, ...], names: list[str]) -> None:
    assert list(field_at(fields_of(Team, {}, {}), path)) == names


@pytest.fixture
def admin(opens: Opens) -> Browser:
    return opens("anna", "administrator")


def written(house: House, section: str) -> Any:
    with house.services.engine.connect() as connection:
        return sections(connection)[section]


def form(admin: Browser, house: House, section: str, key: str, **changed: Any) -> dict[str, Any]:
    model = MODELS[section]
    lines = [one["name"] for one in written(house, "lines").values()]
    kept = sent(fields_of(model, written(house, section)[key], {**CHOICES, "lines": lines}))
    more = {"section": section, "key": key, "base": base(admin, EDIT + "?section=teams")}
    return {**kept.to_dict(flat=False), **more, "do": "save", **changed}


def test_a_line_is_changed_and_shows_what_happens_on_it(admin: Browser, house: House) -> None:
    page = admin.client.get(EDIT, query_string={"section": "lines", "key": LINE}).text
    assert "Flow that answers" in page
    done = admin.sends(SAVE, **form(admin, house, "lines", LINE, hours="always"))
    assert done.headers["Location"] == "/admin/lines/?line=customer-service&done=saved"
    assert written(house, "lines")[LINE]["hours"] == "always"
    page = text(admin.sees(done.headers["Location"]).text)
    assert "Saved. It counts from the next call." in page
    assert "customer-service, 22.11.2026 15.00 Finnish" in page


def test_a_number_that_may_cost_extra_is_told_of(admin: Browser, house: House) -> None:
    kept = form(admin, house, "lines", LINE, price="extra")
    assert "forbidden for matters of a contract" not in admin.sees("/admin/lines/").text
    assert admin.sends(SAVE, **kept).status_code == 303
    assert "costs callers extra: forbidden" in admin.sees("/admin/lines/").text


def test_what_is_wrong_stands_beside_its_field(admin: Browser, house: House) -> None:
    before = written(house, "teams")
    bad = {"dial": f"040, {LINE}", "hours": "never", "topics": "Bills"}
    answer = admin.sends(SAVE, **form(admin, house, "teams", "service-fi", **bad))
    assert answer.status_code == 400
    for problem in (
        "Write a number as +358931570010.",
        "Use small letters, digits and hyphens.",
    ):
        assert problem in answer.text
    assert written(house, "teams") == before


def test_a_team_is_made_and_removed_again(admin: Browser, house: House) -> None:
    new = {"section": "teams", "new": "1", "key": "extra", "language": "fi", "desk": "1"}
    at = base(admin, EDIT + "?section=teams")
    for wrong in ({"key": ""}, {"key": "service-fi"}, {"language": ""}):
        assert admin.sends(SAVE, **{**new, **wrong}, base=at).status_code == 400
    assert admin.sends(SAVE, **new, base=at, do="check").status_code == 200
    assert "extra" not in written(house, "teams")
    assert admin.sends(SAVE, **new, base=at, do="save").status_code == 303
    assert written(house, "teams")["extra"] == {"language": ["fi"], "desk": "true"}
    stale = admin.sends(SAVE, section="teams", key="extra", base=at, do="remove")
    assert (stale.status_code, "anna changed the configuration" in stale.text) == (409, True)
    at = base(admin, EDIT + "?section=teams")
    assert admin.sends(SAVE, section="teams", key="extra", base=at, do="remove").status_code == 303
    assert "extra" not in written(house, "teams")


def test_what_is_written_of_a_team_that_was_taken_away_meanwhile_is_kept(
    admin: Browser, house: House
) -> None:
    new = {"section": "teams", "key": "extra", "language": "fi", "desk": "1", "do": "save"}
    admin.sends(SAVE, **new, new="1", base=base(admin, EDIT + "?section=teams"))
    at = base(admin, EDIT + "?section=teams")
    admin.sends(SAVE, section="teams", key="extra", base=at, do="remove")
    late = admin.sends(SAVE, **new, topics="bills, moving", base=at)
    assert (late.status_code, 'value="bills, moving"' in late.text) == (409, True)
    newer = re.search(r'name="base" value="(\d+)"', late.text)
    assert newer
    again = admin.sends(SAVE, **new, topics="bills, moving", new="1", base=newer[1])
    assert (again.status_code, "extra" in written(house, "teams")) == (303, True)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"section": "queue", "new": "1", "base": "1"}, 303),
        ({"section": "queue", "key": "x", "new": "1"}, 404),
        ({"section": "queue", "base": "9" * 30}, 409),
    ],
)
def test_whatever_is_sent_is_answered(admin: Browser, form: dict[str, str], status: int) -> None:
    assert admin.sends(SAVE, **form, do="save").status_code == status


def test_limits_are_changed_and_what_is_wrong_is_said(admin: Browser, house: House) -> None:
    for section in ("callbacks", "messages", "queue"):
        assert admin.sees(f"{EDIT}?section={section}").status_code == 200
    new = {"section": "callbacks", "base": base(admin, EDIT + "?section=callbacks"), "do": "save"}
    bad = admin.sends(SAVE, **new, **{"quiet": "night", "caps.prefixes_an_hour": "+35818: few"})
    assert (bad.status_code, "Write hours such as 8-16, or 24h." in bad.text) == (400, True)
    assert "Write a whole number." in bad.text
    good = {"attempts": "2", "quiet": "22:00-07:00", "caps.prefixes_an_hour": "+35818: 20"}
    assert admin.sends(SAVE, **new, **good).status_code == 303
    assert written(house, "callbacks") == {
        "attempts": "2",
        "quiet": "22:00-07:00",
        "caps": {"prefixes_an_hour": {"+35818": "20"}},
    }


def test_a_field_that_a_newer_version_has_written_is_not_dropped(
    admin: Browser, house: House
) -> None:
    kept = form(admin, house, "teams", "service-fi")
    newer = written(house, "teams")
    newer["service-fi"]["music"] = "calm"
    teams = update(configuration).where(configuration.c.section == "teams")
    with house.services.engine.begin() as connection:
        connection.execute(teams.values(document=newer))
    assert admin.sees(EDIT + "?section=teams&key=service-fi").status_code == 200
    answer = admin.sends(SAVE, **kept)
    assert (answer.status_code, "is not known here" in answer.text) == (400, True)
    assert written(house, "teams") == newer


@pytest.mark.parametrize("query", ["section=people", "section=lines&key=%2B35800", ""])
def test_what_is_not_there_is_not_found(admin: Browser, query: str) -> None:
    assert admin.client.get(f"{EDIT}?{query}").status_code == 404
