"""Nobody keeps more than five choices in mind: make a second menu, or fewer choices."""

from collections.abc import Iterator

from flows.menus import menus
from flows.subject import Found, Subject

SEVERITY = "warning"
MOST_KEYS = 5


def find(subject: Subject) -> Iterator[Found]:
    """Count the keys of every menu."""
    for name, menu in menus(subject.flow):
        if len(menu.keys) > MOST_KEYS:
            message = (
                f"{name} has {len(menu.keys)} keys, better at most {MOST_KEYS}: make two menus"
            )
            yield Found(("steps", name, "keys"), message)
