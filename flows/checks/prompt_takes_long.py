"""
Nobody keeps more than some twenty seconds in mind while choosing a key, or listens to more than
thirty without asking what it is about.
"""

from collections.abc import Iterator

from flows.speech import seconds
from flows.steps.menu import Menu
from flows.subject import Found, Subject

SEVERITY = "warning"
MENU_SECONDS = 20
OTHER_SECONDS = 30


def find(subject: Subject) -> Iterator[Found]:
    """Estimate how long every text takes to say."""
    menus = {step.prompt for step in subject.flow.steps.values() if isinstance(step, Menu)}
    for saying in subject.sayings():
        most = MENU_SECONDS if saying.key in menus else OTHER_SECONDS
        takes = seconds(saying.text, saying.language)
        if takes > most:
            message = f"{saying.key} takes about {takes:.0f} seconds to say, at most {most}"
            yield Found(saying.path, f"{message}: make it shorter", saying.language)
