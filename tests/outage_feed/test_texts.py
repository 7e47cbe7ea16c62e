"""Texts of other people's making."""

import pytest

from outage_feed.texts import clean, printable


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Puu kaatui linjalle.", "Puu kaatui linjalle."),
        ("a\x00b\r\nc\td", "a b c d"),
        ("soft\u00adhyphen \u202eturned", "softhyphen turned"),
        ("half \ud83d of a pair", "half of a pair"),
        ("A\u0308a\u0308ni", "\u00c4\u00e4ni"),
        ("line\u2028end", "line end"),
        (" \n ", ""),
    ],
)
def test_a_cleaned_text_can_be_stored_and_spoken(given: str, kept: str) -> None:
    assert clean(given) == kept
    assert clean(given).encode("utf-8").decode("utf-8") == kept


@pytest.mark.parametrize("given", ["F-1", "häiriö 7", "A\u0308"])
def test_printable(given: str) -> None:
    assert printable(given)


@pytest.mark.parametrize("given", ["", " ", " F", "F ", "F\x00", "F\n", "\ud800", "F\u202e"])
def test_not_printable(given: str) -> None:
    assert not printable(given)
