"""Keys that come in the order of the telephone are easier to follow by ear."""

from collections.abc import Iterator

from flows.menus import menus
from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Look at the order of the keys of every menu."""
    for name, menu in menus(subject.flow):
        keys = list(menu.keys)
        if keys != sorted(keys):
            message = f"{name} has the keys {', '.join(keys)}: put them in ascending order"
            yield Found(("steps", name, "keys"), message)
