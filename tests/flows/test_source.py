"""What cannot be read is a problem with a line, whatever it is, and soon."""

import pytest

from flows.source import MOST_BRACKETS, read_source


@pytest.mark.parametrize("deep", ["[" * 5000 + "]" * 5000, "- " * 100_000, "{a: " * 5000])
def test_depth_is_refused(deep: str) -> None:
    assert [problem.id for problem in read_source(deep).problems] == ["unreadable"]


def test_too_many_brackets_are_not_even_looked_at() -> None:
    problems = read_source("[" * (MOST_BRACKETS + 1)).problems
    assert [problem.id for problem in problems] == ["file-too-large"]


def test_the_line_of_what_cannot_be_read_is_told() -> None:
    (problem,) = read_source("name: x\nsteps: [a, b\nstart: y\n").problems
    assert (problem.id, problem.line) == ("unreadable", 3)


def test_everything_is_a_string_and_has_its_line() -> None:
    source = read_source("a: 00100\nb:\n  - on\n  - ö: 2026-11-22\n")
    assert source.document == {"a": "00100", "b": ["on", {"ö": "2026-11-22"}]}
    assert source.line_of(("b", "1", "ö")) == 4
