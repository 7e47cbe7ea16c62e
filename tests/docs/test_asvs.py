"""The map of OWASP ASVS is whole, adds up, and shows what it says is met."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ROWS = [
    (id_, level, state.strip("*"), where)
    for id_, level, state, where in re.findall(
        r"^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| ([^|]+) \| (.*) \|$", TEXT, re.MULTILINE
    )
]
STATES = ("met", "yours", "n.a.", "not met")


def test_every_requirement_of_levels_1_and_2_has_one_row() -> None:
    """253 there are in all; V9, V10 and V17, which do not apply, have 9 and 34 of them."""
    assert Counter(level for _, level, _, _ in ROWS) == {"1": 70 - 9, "2": 183 - 34}
    assert len({id_ for id_, _, _, _ in ROWS}) == len(ROWS)


def test_every_state_is_one_that_the_page_explains() -> None:
    assert {state for _, _, state, _ in ROWS} == set(STATES)


def test_the_sum_is_that_of_the_rows() -> None:
    counted = Counter(state for _, _, state, _ in ROWS)
    told = re.findall(r"^\| \*\*all (\d+)\*\* \|(.*)\|$", TEXT, re.MULTILINE)
    numbers = " | ".join(f"**{counted[state]}**" for state in STATES)
    assert told == [(str(len(ROWS)), f" {numbers} ")]


def test_what_is_not_met_is_listed_with_what_to_do() -> None:
    listed = re.findall(r"^\d+\. \*\*([\d., ]+)\*\*", TEXT, re.MULTILINE)
    said = sorted(id_.strip() for ids in listed for id_ in ids.split(","))
    assert said == sorted(id_ for id_, _, state, _ in ROWS if state == "not met")


def test_every_file_that_is_named_is_there() -> None:
    named = re.findall(r"`((?:tests|ivr|docs|deploy|flows|outage_feed)/[\w./-]+)", TEXT)
    assert [file for file in named if not (ROOT / file).exists()] == []
    assert len(named) > 100
