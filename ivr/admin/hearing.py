"""What a caller in a postcode hears this minute: the answers of the calls themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ivr.notices.answer import Answers
from ivr.notices.decision import Decision


@dataclass(frozen=True, slots=True)
class Heard:
    """
    What is heard on these lines, by language.

    `noticed`: it is of an outage, not that nothing is known. Empty `texts`: nothing is said.
    """

    lines: Sequence[str]
    texts: Mapping[str, str]
    noticed: bool


def hears(answers: Answers, lines: Sequence[str], postcode: str) -> Sequence[Heard]:
    """Ask for every line; those that say the same are told together. Raises BadQuery, NoFlow."""
    found: list[Heard] = []
    for line in lines:
        one = _heard(line, answers.answer({"postcode": [postcode], "line": [line]}))
        same = next((n for n, each in enumerate(found) if each.texts == one.texts), None)
        if same is None:
            found.append(one)
        else:
            found[same] = replace(found[same], lines=(*found[same].lines, line))
    return found


def _heard(line: str, decision: Decision) -> Heard:
    places = decision.places
    noticed = any(place.notices for place in places)
    said = [
        text
        for place in places
        for text in ([notice.text for notice in place.notices] or [place.text])
    ]
    languages = decision.line.languages
    joined = {lang: " ".join(text.get(lang, "") for text in said).strip() for lang in languages}
    return Heard((line,), {lang: text for lang, text in joined.items() if text}, noticed)
