"""Who calls, and what they must hear and must not: one in three is nobody that we know."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bench.load import OK
from bench.residents import Resident, postcodes
from bench.tempest.plan import Plan
from bench.tempest.sentences import OF_AN_OUTAGE, besides, sentence
from bench.tempest.truth import Told, Truth
from bench.webhooks import PUBLIC, form_of, incoming, pressed, words_of

UNKNOWN_OF_TEN, ELSEWHERE_OF_TEN = 3, 1
WITHHELD = ("anonymous", "+266696687", "")
LANGUAGES = ("Suomeksi painakaa yksi.", "På svenska, tryck två.")
COMPANY = {"fi": "Pohjolan Verkko", "sv": "Nordnätet"}
ACTION = re.compile(re.escape(f'action="{PUBLIC}'.encode()) + rb'([^"]+)"')
PERSON = (b"<Dial", b"<Enqueue")
STEP = 7_919
"""A prime: callers come from all over the company, not street by street."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The `number`th who calls; `resident` is None when nothing is known of the number."""

    number: int
    resident: Resident | None

    @property
    def form(self) -> dict[str, str]:
        """What Twilio sends with their call; its sid tells calls apart."""
        form = form_of(self.resident or Resident(0)) | {"CallSid": f"CA{self.number:032d}"}
        if self.resident is None:
            from_ = WITHHELD[self.number % 3] or f"+35841{2_000_000 + self.number}"
            form |= {"From": from_, "Caller": from_}
        return form

    @property
    def call(self) -> bytes:
        """Their call as it comes in."""
        return incoming(self.form)

    def zero(self, answer: bytes) -> bytes:
        """Their key for a person, sent where the answer says. Raises ValueError."""
        found = ACTION.search(answer)
        if found is None:
            raise ValueError("the answer waits for no key")
        return pressed(self.form, found[1].decode(), "0")

    def mishears(self, answer: bytes, truth: Truth, span: tuple[float, float]) -> str:
        """Say what is wrong with an answer that was asked for and had in this span, or nothing."""
        text = answer.decode("utf-8", "replace")
        if not answer.startswith(OK):
            return f"no answer: {text[:200]}"
        if self.resident is None:
            return _unless_silent(text, "fi")
        one = self.resident
        if one.postcode not in truth.places:
            missing = COMPANY[one.language] not in text
            return f"wrong language: {text}" if missing else _unless_silent(text, one.language)
        worlds = list(truth.worlds(one.postcode, *span))
        if any(_is_right(one, text, world) for world in worlds):
            return ""
        return f"{one.postcode} heard, while {worlds} were true: {text}"

    def goes_without(self, answer: bytes) -> bool:
        """
        Are they asked for their language, and told of no outage?

        So it is while the database does not answer in time, and must not be otherwise.
        """
        text = answer.decode("utf-8", "replace")
        told = any(words in text for known in OF_AN_OUTAGE.values() for words in known)
        return answer.startswith(OK) and all(words in text for words in LANGUAGES) and not told


def callers(count: int, plan: Plan, places: Collection[str]) -> list[Caller]:
    """
    Return who calls, in order; `places` are those without power.

    Everybody calls once: who calls again and finds nothing changed hears less.
    """
    called: set[int] = set()
    return [_caller(number, plan, places, called) for number in range(count)]


def _caller(number: int, plan: Plan, places: Collection[str], called: set[int]) -> Caller:
    kind = number % 10
    if kind < UNKNOWN_OF_TEN:
        return Caller(number, None)
    away = kind < UNKNOWN_OF_TEN + ELSEWHERE_OF_TEN
    index = number * STEP % plan.customers
    while index in called or (Resident(index).postcode in places) is away:
        index = (index + 1) % plan.customers
    called.add(index)
    return Caller(number, Resident(index))


def affected(plan: Plan) -> Sequence[str]:
    """Return the postcodes without power: spread over the country."""
    codes = postcodes()
    return codes[:: len(codes) // plan.postcodes][: plan.postcodes]


def reaches_a_person(answer: bytes) -> bool:
    """Is a telephone rung, or does the caller wait for one of ours?"""
    return answer.startswith(OK) and any(verb in answer for verb in PERSON)


def _is_right(one: Resident, text: str, world: Sequence[Told]) -> bool:
    said = sentence(world, one.language)
    place = all(words.decode() in text for words in words_of(one))
    return place and said in text and not besides(said, text)


def _unless_silent(text: str, language: str) -> str:
    spoken = any(words in text for words in OF_AN_OUTAGE[language])
    return f"an outage was told of where none is known: {text}" if spoken else ""
