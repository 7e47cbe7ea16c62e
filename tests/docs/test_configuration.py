"""The example of docs/configuration.md is applied for real, and shows every field."""

from typing import get_args

import pytest
from pydantic import BaseModel
from sqlalchemy import Engine

from ivr.bundles.library import shipped_flows
from ivr.lines.store import ConfigurationStore, apply
from routing.document import read_document
from routing.hours import Eve, Schedule, SpecialDay
from routing.lines import Line
from routing.policies import Callbacks, Emergency
from routing.remarks import remarks
from routing.teams import Team
from tests.docs.blocks import DOCS, blocks

(EXAMPLE,) = blocks("configuration.md", "yaml")
SECTIONS = read_document(EXAMPLE).sections
FIELDS: dict[str, type[BaseModel]] = {"lines": Line, "teams": Team}


def test_the_example_can_be_applied(engine: Engine) -> None:
    apply(engine, SECTIONS, set(shipped_flows()))

    applied = ConfigurationStore(engine).current()

    assert {line.name for line in applied.lines.values()} == {"customer-service", "fault-line"}
    assert remarks(applied) == ()


@pytest.mark.parametrize("section", FIELDS)
def test_every_field_of_lines_and_teams_is_shown_and_told(section: str) -> None:
    key = {"number", "name"} if section == "teams" else {"number"}
    fields = FIELDS[section].model_fields.keys() - key
    shown = {field for entry in SECTIONS[section].values() for field in entry}
    page = (DOCS / "configuration.md").read_text("utf-8")

    assert shown == fields
    assert [field for field in sorted(fields) if f"\n| `{field}` | " not in page] == []


def test_every_field_of_the_other_sections_is_told() -> None:
    page = (DOCS / "configuration.md").read_text("utf-8")
    models: list[type[BaseModel]] = [Schedule, Callbacks, Emergency, SpecialDay]
    fields = [field for model in models for field in model.model_fields]

    missing = [name for name in (*fields, *get_args(Eve)) if f"`{name}`" not in page]

    assert missing == []
