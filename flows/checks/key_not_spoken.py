"""A key that a menu has but does not say is found by nobody, in that language."""

from collections.abc import Iterator

from flows.menus import menus, spoken_keys
from flows.subject import Found, Subject

SEVERITY = "warning"


def find(subject: Subject) -> Iterator[Found]:
    """Compare the keys that are there with those that are said."""
    for name, menu in menus(subject.flow):
        for language, said in spoken_keys(subject, menu).items():
            for key in sorted((set(menu.keys) & set("1234567")) - said):
                message = f"{menu.prompt} does not say key {key} in {language}: say it"
                yield Found(("steps", name, "keys", key), message, language)
