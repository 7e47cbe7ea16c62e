"""The notes that Linja itself writes beside a version; pages tell them in their own language."""

from collections.abc import Callable

SHIPPED = "Shipped with Linja"
ROLLED_BACK = "Rolled back to: "


def told(note: str, word: Callable[..., str]) -> str:
    """Say a note in the words of a page; what a person has written stays as it is."""
    if note == SHIPPED:
        return word("studio.versions.shipped")
    if note.startswith(ROLLED_BACK):
        return word("studio.versions.back", to=told(note.removeprefix(ROLLED_BACK), word))
    return note
