"""What our own people hear before they press 1, in their own language and without a name."""

from collections.abc import Mapping
from datetime import datetime

from flows.prompts import Prompt
from flows.speech import LanguageName, Moment, Name, Postcode, SlotValue, speak
from flows.verbs import Speech, Whisper


def whisper_script(
    prompts: Mapping[str, Prompt], whisper: Whisper, now: datetime
) -> tuple[Speech, ...]:
    """Say danger, line, on whose behalf, language, postcode, what was heard, and how to accept."""
    lines: list[tuple[str, dict[str, SlotValue]]] = []
    if whisper.danger:
        lines.append(("whisper.danger", {}))
    kind = "whisper.callback" if whisper.callback else "whisper.call"
    lines.append((kind, {"line": Name(whisper.line)}))
    if whisper.behalf:
        lines.append(("whisper.who.behalf", {}))
    if whisper.caller_language != whisper.language:
        lines.append(("whisper.language", {"language": LanguageName(whisper.caller_language)}))
    if whisper.postcode:
        lines.append(("whisper.postcode", {"P": Postcode(whisper.postcode)}))
    lines.extend(_heard(whisper, now))
    lines.append(("whisper.accept", {}))
    spoken = whisper.language
    return tuple(speak(key, prompts[key].text[spoken], spoken, values) for key, values in lines)


def _heard(whisper: Whisper, now: datetime) -> list[tuple[str, dict[str, SlotValue]]]:
    if not whisper.heard:
        return []
    if whisper.heard == "none":
        return [("whisper.heard.none", {})]
    return [("whisper.heard", {"T": Moment(datetime.fromisoformat(whisper.heard), now)})]
