"""When a turn cannot be had: the caller's language, and the telephones one after another."""

from collections.abc import Mapping

from flows.prompts import Prompt
from flows.rescue import rescue
from flows.verbs import Turn
from flows.world import Destination
from ivr.calls.addresses import Rescue
from ivr.calls.arrival import NoLine, line_called
from ivr.calls.documents import Documents
from ivr.calls.kept_configuration import KeptConfiguration
from ivr.calls.world import ring_order
from routing.configuration import Configuration
from routing.lines import DEFAULT_LABELS, Line

FIRST_LANGUAGE = "fi"


class Rescuer:
    """Needs no flow, no state and no database; only what every process has in memory."""

    def __init__(
        self,
        prompts: Mapping[str, Prompt],
        configured: KeptConfiguration,
        documents: Documents,
        fallback: str,
    ) -> None:
        self._prompts = prompts
        self._configured = configured
        self._documents = documents
        self._fallback = fallback

    def answer(self, call_sid: str, at: Rescue) -> tuple[Turn, str]:
        """
        Return the next thing to try, and as a document.

        `at.tried` telephones have been rung already. Raises what a bug raises; then there are
        the last words (`last_words.py`).
        """
        line, telephones, label = self._around(at)
        turn = rescue(self._prompts, at.language, telephones, at.tried, label)
        following = Rescue(at.line, at.language, at.tried + 1)
        shown = line.shown_number if line else ""
        return turn, self._documents.of_rescue(call_sid, turn, following.path, shown)

    def _around(
        self, at: Rescue
    ) -> tuple[Line | None, tuple[Destination, ...], Mapping[str, str]]:
        configuration = self._configured.at_least(0).configuration
        line = line_named(configuration, at.line)
        if line is None:
            label = DEFAULT_LABELS["customer-service"]
            return None, fallback_only(self._fallback, at.language), label
        telephones = ring_order(configuration, line, "any", at.language, self._fallback)
        return line, telephones, line.labels


def line_numbered(configuration: Configuration, number: str) -> Line | None:
    """Return the line of this number, or None."""
    try:
        return line_called(configuration, number)
    except NoLine:
        return None


def line_named(configuration: Configuration, name: str) -> Line | None:
    """
    Return the line of this name, else any line.

    Somebody of ours should answer a number that was pointed at us and never set up.
    """
    lines = tuple(configuration.lines.values())
    named = (line for line in lines if line.name == name)
    return next(named, lines[0] if lines else None)


def fallback_only(number: str, language: str) -> tuple[Destination, ...]:
    """Return the fallback telephone, if there is one."""
    return (Destination("fallback", number, language),) if number else ()
