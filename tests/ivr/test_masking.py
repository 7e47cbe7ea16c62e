"""What is shown of a number."""

import pytest

from ivr.masking import masked


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+358401234567", "+35840*****67"),
        ("+4681234567", "+46812***67"),
        ("112", "***"),
        ("", ""),
    ],
)
def test_only_who_knows_it_recognises_it(number: str, shown: str) -> None:
    assert masked(number) == shown
