"""
A menu may use the keys 1 to 7. The others are everybody's, in every flow: 0 a person, 8 the next
language, 9 danger, * once more.
"""

from collections.abc import Iterator

from flows.menus import menus
from flows.subject import Found, Subject

FREE = "1234567"


def find(subject: Subject) -> Iterator[Found]:
    """Look at the keys of every menu."""
    for name, menu in menus(subject.flow):
        for key in menu.keys:
            if key not in FREE or len(key) != 1:
                message = f"the key {key!r} cannot be used: take one of 1 to 7"
                yield Found(("steps", name, "keys", key), message)
