"""Notices in words: the very sentences of a call, in each of the line's languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flows.asks import Area, Notice
from flows.definition import Bundle
from flows.reading import say_nothing_known
from flows.speech import Place, Words
from flows.state import State
from flows.step import Visit
from flows.wording import wording
from flows.world import World


@dataclass(frozen=True, slots=True)
class Telling:
    """What a call on this line would begin with: its flow, the world, and who calls."""

    bundle: Bundle
    world: World
    state: State

    def notice(self, notice: Notice, area: Area) -> Mapping[str, str]:
        """Return the text by language; empty when nothing would be said of it."""
        place = Place(area.postcode, registered=not self.state.typed)
        worded = wording(notice, place, self.world.now)
        if worded is None:
            return {}
        key, values = worded

        def say(visit: Visit) -> None:
            visit.say(key, values)
            text = notice.message.get(visit.state.language, "")
            if text:
                visit.say("notice.message", {"message": Words(text)})

        return self._in_each(say)

    def nothing(self, area: Area) -> Mapping[str, str]:
        """Return what is said where nothing is known, by language."""
        return self._in_each(lambda visit: say_nothing_known(visit, area))

    def _in_each(self, say: Callable[[Visit], object]) -> Mapping[str, str]:
        return {language: self._said(language, say) for language in self.world.line.languages}

    def _said(self, language: str, say: Callable[[Visit], object]) -> str:
        flow = self.bundle.flows[self.bundle.start]
        state = replace(self.state, language=language)
        visit = Visit(flow, self.bundle.prompts, self.world, state)
        say(visit)
        return " ".join(speech.text for speech in visit.said)
