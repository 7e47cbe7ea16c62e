"""The translator's sheet: what goes out comes back, and nothing in it is run."""

import csv
import io

from flows.definition import read_flow
from flows.editing import put
from ivr.studio.translations import read_sheet, sheet
from tests.ivr.studio.conftest import TEXT

OWN = put(TEXT, ("prompts", "own"), {"fi": "=1+1", "sv": "'-a", "en": "plain"})


def own() -> str:
    flow = read_flow(OWN).flow
    assert flow
    return sheet(flow)


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    rows = list(csv.reader(io.StringIO(own())))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)


def test_a_sheet_that_nobody_touched_changes_nothing() -> None:
    flow = read_flow(OWN).flow
    assert flow
    assert read_sheet(OWN, flow, own()) == read_sheet(OWN, flow, own().replace(",", ",", 1))
    assert read_sheet(OWN, flow, own()).text == OWN


def test_semicolons_are_read_as_well() -> None:
    flow = read_flow(OWN).flow
    assert flow
    read = read_sheet(OWN, flow, "prompt;steps;sv\nown;;Hej\nown;;\n")
    assert (read.changed, read.refused) == (1, [])
    assert "sv: Hej" in read.text


def test_what_is_no_sheet_is_refused() -> None:
    flow = read_flow(OWN).flow
    assert flow
    for given in ("", "a,b\n", "\x00\n", '"', "<script>"):
        assert read_sheet(OWN, flow, given).text == OWN
