"""Show a telephone number so that a person recognises it who knows it, and nobody else."""

SHOWN_FIRST = 6
SHOWN_LAST = 2


def masked(number: str) -> str:
    """Return `+358401234567` as `+35840*****67`; empty stays empty."""
    hidden = len(number) - SHOWN_FIRST - SHOWN_LAST
    if hidden < SHOWN_FIRST - 1:
        return "*" * len(number)
    return number[:SHOWN_FIRST] + "*" * hidden + number[-SHOWN_LAST:]
