"""A flow that is gone to must speak every language of this one, or the caller loses theirs."""

from collections.abc import Iterator

from flows.subject import Found, Subject
from flows.ways import jumps


def find(subject: Subject) -> Iterator[Found]:
    """Compare the languages."""
    for name, jump in jumps(subject.flow):
        there = subject.flows.get(jump.flow)
        for language in subject.flow.languages if there else ():
            if there and language not in there.languages:
                message = f"the flow {jump.flow} does not speak {language}: add the language there"
                yield Found(("steps", name, "flow"), message, language)
