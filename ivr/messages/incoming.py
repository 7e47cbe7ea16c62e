"""A text that somebody sent us: what it asks, and what we answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from flows.asks import LookUp
from flows.state import Caller
from ivr.calls.arrival import who_calls
from ivr.calls.ports import Ports, Threads
from ivr.calls.reads import Reads
from ivr.messages.texts import Wording
from routing.configuration import Configuration
from routing.keyword import Keyword, keyword, postcode_in
from routing.lines import Line
from routing.numbers import Number, read_number

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text as Twilio tells of it: who sent it to which of our numbers, and what it says."""

    sid: str
    from_: str
    to: str
    body: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`kind` for the record: `postcode`, `place`, `help`, `stop`, `start`, `trouble`, `none`."""

    kind: str
    text: str
    line: str
    word: str = ""


NOTHING = Answer("none", "", "")


def line_texted(configuration: Configuration, to: str) -> Line | None:
    """Return the line of a number that was texted: its own, or the one that it texts from."""
    number = read_number(to)
    e164 = number.e164 if isinstance(number, Number) else to
    lines = configuration.lines
    return lines.get(e164) or next(
        (line for line in lines.values() if line.sms_sender == e164), None
    )


def to_no_line(body: str) -> Answer:
    """A number that was a line or a sender once is told STOP too; nothing else is answered."""
    if keyword(body) in {Keyword.STOP, Keyword.STOP_TWILIO}:
        return Answer("stop", "", "", _word(body))
    return NOTHING


class Answerer:
    """Finds an answer. Never raises; takes no more than the reads of a call's first turn."""

    def __init__(self, ports: Ports, threads: Threads) -> None:
        self._ports = ports
        self._reads = Reads(ports, threads)

    def answer(
        self, configuration: Configuration, line: Line, incoming: Incoming, now: datetime
    ) -> Answer:
        """Read the text and write the answer, in the sender's language."""
        caller = who_calls(
            read_number(incoming.from_), line, self._reads.customers, self._ports.register
        )
        words = Wording(configuration, line, caller.language or line.language)
        said = keyword(incoming.body)
        if said is not Keyword.NONE:
            return _to_keyword(said, words, line, incoming.body)
        typed = postcode_in(incoming.body)
        place = typed or _own_place(caller)
        services = line.services if typed else _services(line, caller)
        if not place or not services:
            return Answer("help", words.said("help"), line.number)
        kind = "postcode" if typed else "place"
        return Answer(kind, self._notices(words, place, services, now), line.number)

    def _notices(self, words: Wording, place: str, services: Sequence[str], now: datetime) -> str:
        try:
            areas = self._reads.areas(LookUp((place,), tuple(services)))(now)
        except Exception:
            log.exception("notices not read for a text")
            return words.said("trouble")
        return words.notices(areas[0], services, now)


def _to_keyword(said: Keyword, words: Wording, line: Line, body: str) -> Answer:
    word = _word(body)
    match said:
        case Keyword.STOP:
            return Answer("stop", words.stopped(), line.number, word)
        case Keyword.STOP_TWILIO:
            return Answer("stop", "", line.number, word)
        case Keyword.START:
            return Answer("start", words.started(), line.number, word)
        case _:
            return Answer("start", "", line.number, word)


def _word(body: str) -> str:
    return body.strip().upper()[:20]


def _own_place(caller: Caller) -> str:
    return caller.places[0] if len(caller.places) == 1 else ""


def _services(line: Line, caller: Caller) -> Sequence[str]:
    if not caller.services:
        return line.services
    return [service for service in line.services if service in caller.services]
