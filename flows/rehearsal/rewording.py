"""A scenario that quotes a sentence goes on to hold when the sentence is worded differently."""

from collections.abc import Collection, Iterator, Sequence

from flows.definition import Bundle
from flows.rehearsal.call import Call, Otherwise
from flows.rehearsal.heard import Ear, is_key
from flows.rehearsal.stage import Stage
from flows.scenario import Beat, Scenario


def by_key(bundle: Bundle, scenario: Scenario, keys: Collection[str]) -> Scenario | None:
    """
    Give a scenario that names these prompts where it quoted their words.

    `bundle` has the words that it quotes; None when the scenario does not hold on it.
    """
    if scenario.always:
        return scenario
    try:
        return scenario.model_copy(update={"call": _beats(bundle, scenario, keys)})
    except Otherwise:
        return None


def _beats(bundle: Bundle, scenario: Scenario, keys: Collection[str]) -> list[Beat]:
    call = Call.begin(Stage(bundle, scenario))
    beats: list[Beat] = []
    for beat in scenario.call:
        if beat.hears is None:
            call.play(beat)
            beats.append(beat)
        else:
            named = _once(_named(call.ear, beat.hears, keys))
            beats.append(beat.model_copy(update={"hears": named}))
    return beats


def _named(ear: Ear, expected: Sequence[str], keys: Collection[str]) -> Iterator[str]:
    for one in expected:
        if not ear.hears(one):
            raise Otherwise(one)
        quoted = [] if is_key(one) else _quoted(ear, one)
        yield from quoted if any(key in keys for key in quoted) else [one]


def _quoted(ear: Ear, words: str) -> list[str]:
    """Name the prompts in which words were found that were just found."""
    found, begin, start = [], ear.at - len(words), 0
    for speech in ear.said:
        end = start + len(speech.text)
        if start < ear.at and begin < end:
            found.append(speech.key)
        start = end + 1
    return found


def _once(named: Iterator[str]) -> list[str]:
    """Two quotations of one sentence are one naming of it; a name may leave the desk out."""
    kept: list[str] = []
    for one in named:
        last = kept[-1] if kept else ""
        if not (is_key(one) and last and (one == last or one.startswith(f"{last}."))):
            kept.append(one)
    return kept
