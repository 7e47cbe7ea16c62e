"""YAML that keeps what was written, and where."""

import pytest

from routing.document import BadDocument, read_document
from routing.problems import Problem


def refused(text: str) -> list[str]:
    with pytest.raises(BadDocument) as caught:
        read_document(text)
    return caught.value.problems


def test_every_scalar_stays_text() -> None:
    read = read_document("a: {on: no, code: 00100, number: +358931570000, day: 2026-12-07, n: }")
    assert read.sections == {
        "a": {"on": "no", "code": "00100", "number": "+358931570000", "day": "2026-12-07", "n": ""}
    }


def test_a_problem_gets_the_line_of_the_nearest_thing_around_it() -> None:
    read = read_document('lines:\n  "+358931570000":\n    flow: x\n    dial:\n      - a\n')
    number = "+358931570000"
    assert read.place(Problem(("lines", number, "flow"), "is unknown")) == (
        'line 3: lines."+358931570000".flow: is unknown'
    )
    assert read.place(Problem(("lines", number, "dial", 0), "is bad")) == (
        'line 5: lines."+358931570000".dial[0]: is bad'
    )
    assert read.place(Problem(("lines", number, "name"), "is missing")) == (
        'line 2: lines."+358931570000".name: is missing'
    )
    assert read.place(Problem(("teams",), "is missing")) == "teams: is missing"


def test_every_key_written_twice_is_refused() -> None:
    assert refused("a: 1\nb: {c: 1, c: 2}\na: 3\n") == [
        "line 2: b.c: is written twice",
        "line 3: a: is written twice",
    ]


def test_anchors_and_aliases_are_refused() -> None:
    said = "anchors and aliases are not used here: write it out"
    assert refused("a: &x [1]\nb: *x\n") == [f"line 1: {said}"]


@pytest.mark.parametrize("text", ["", "[a]", "text", "---\n"])
def test_what_is_not_a_map_is_refused(text: str) -> None:
    assert refused(text) == ["must be a map of sections, such as lines: and teams:"]


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "a: 1\n---\nb: 2\n", "a: \x00", "[" * 5000])
def test_what_is_not_yaml_is_refused(text: str) -> None:
    assert len(refused(text)) == 1
