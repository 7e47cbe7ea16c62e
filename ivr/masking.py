"""Telephone numbers as they may be shown: enough to tell two apart, not enough to ring."""

SHOWN_FIRST = 6
SHOWN_LAST = 2


def masked(number: str) -> str:
    """Return `+35840*****01`; empty for no number."""
    hidden = max(len(number) - SHOWN_FIRST - SHOWN_LAST, 0)
    if not hidden:
        return "*" * len(number)
    return f"{number[:SHOWN_FIRST]}{'*' * hidden}{number[-SHOWN_LAST:]}"
