"""The notes that Linja itself writes beside a version; pages tell them in their own language."""

from collections.abc import Callable

SHIPPED = "Shipped with Linja"
ROLLED_BACK = "Rolled back to: "


def told(note: str, word: Callable[..., str]) -> str:
    """Say a note in the words of a page; what a person has written stays as it is."""
    times = 0
    while note.startswith(ROLLED_BACK):
        note, times = note.removeprefix(ROLLED_BACK), times + 1
    said = word("studio.versions.shipped") if note == SHIPPED else note
    for _ in range(times):
        said = word("studio.versions.back", to=said)
    return said
