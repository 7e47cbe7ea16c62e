"""What is shown of a number."""

import pytest

from routing.masking import masked


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+358401234567", "+35840*****67"),
        ("+4681234567", "***********"),
        ("112", "***"),
        ("", ""),
    ],
)
def test_only_who_knows_it_recognises_it(number: str, shown: str) -> None:
    assert masked(number) == shown
