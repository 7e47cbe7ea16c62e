"""A scenario can only hear prompts that there are."""

from collections.abc import Iterator

from flows.rehearsal import is_key
from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Look up what looks like a key: no space and no capital letter in it."""
    for number, scenario in enumerate(subject.flow.scenarios):
        for beat_number, beat in enumerate(scenario.call):
            for index, heard in enumerate(beat.hears or ()):
                if is_key(heard) and not _is_known(subject, heard):
                    message = f"{scenario.name}: there is no prompt {heard!r}"
                    path = (
                        "scenarios",
                        str(number),
                        "call",
                        str(beat_number),
                        "hears",
                        str(index),
                    )
                    yield Found(path, message)


def _is_known(subject: Subject, key: str) -> bool:
    flows = subject.flows.values()
    return subject.prompt(key) is not None or any(key in flow.prompts for flow in flows)
