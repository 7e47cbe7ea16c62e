"""What Linja notes by itself is told in the language of the page."""

import pytest

from ivr.bundles.notes import ROLLED_BACK, SHIPPED, told
from ivr.web.words import words


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        (SHIPPED, "Tullut Linjan mukana"),
        (f"{ROLLED_BACK}{SHIPPED}", "Otettu taas käyttöön: Tullut Linjan mukana"),
        (f"{ROLLED_BACK}Uusi {{to}}", "Otettu taas käyttöön: Uusi {to}"),
        ("Laskut ensin", "Laskut ensin"),
        (ROLLED_BACK * 2000 + "x", "Otettu taas käyttöön: " * 2000 + "x"),
    ],
)
def test_a_note_is_told_in_finnish(note: str, shown: str) -> None:
    assert told(note, lambda key, **values: words("fi")[key].format(**values)) == shown
