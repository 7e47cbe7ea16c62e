"""A menu that says "press three" must have something on key three, in every language."""

from collections.abc import Iterator

from flows.menus import ENGINE_KEYS, menus, spoken_keys
from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Compare the keys that are said with those that are there."""
    for name, menu in menus(subject.flow):
        for language, said in spoken_keys(subject, menu).items():
            for key in sorted(said - set(menu.keys) - ENGINE_KEYS):
                message = f"{menu.prompt} says key {key} in {language}, and {name} has no such key"
                yield Found(
                    ("steps", name, "keys"), f"{message}: add it, or say another", language
                )
