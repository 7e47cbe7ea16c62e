"""When nothing else can be relied on: plain words, and the telephones one after another."""

from collections.abc import Mapping

from flows.prompts import Prompt
from flows.speech import speak
from flows.verbs import Dial, Event, Hangup, Speech, Turn, Whisper
from flows.world import Destination


def rescue(
    prompts: Mapping[str, Prompt],
    language: str,
    telephones: tuple[Destination, ...],
    tried: int,
    label: Mapping[str, str],
) -> Turn:
    """
    Connect the caller to the next telephone not yet tried, or say what to do.

    Needs no flow, no state and no database: only the prompts that ship with Linja. `label` is
    the line's spoken name by language, at least one, for the one who answers.
    """
    if tried >= len(telephones):
        said = _say(prompts, language, "end.trouble.last")
        return Turn((said,), Hangup(), (Event("nobody-answered", "rescue"),))
    key = "queue.agent_next" if tried else "end.trouble.plain"
    telephone = telephones[tried]
    known = [one for one in (telephone.language, language, *label) if one in label]
    whisper = Whisper(language=known[0], line=label[known[0]], caller_language=language)
    dial = Dial(telephone.number, telephone.team, whisper)
    return Turn((_say(prompts, language, key),), dial, (Event("rescue", telephone.team),))


def _say(prompts: Mapping[str, Prompt], language: str, key: str) -> Speech:
    return speak(key, prompts[key].text[language], language, {})
