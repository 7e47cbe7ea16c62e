"""What a caller hears while waiting in the queue, and what their keys do there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from flows.danger import DANGEROUS
from flows.prompts import Prompt
from flows.speech import Count, SlotValue, speak_prompt
from flows.verbs import Speech

CYCLE_SECONDS = 20
"""The pause after the words; a key is heard in it too."""
ESTIMATE_EVERY_SECONDS = 120
OFFER_EVERY_SECONDS = 120
LONGEST_EVERY_SECONDS = 600
MOST_COUNTED = 20

SPEAKS = (
    "queue.join",
    "queue.pos.next",
    "queue.pos.one",
    "queue.pos.n",
    "queue.pos.many",
    *(f"queue.wait.{each}" for each in ("2", "5", "10", "20", "40", "60", "more")),
    "queue.still",
    "queue.offer",
    "queue.longest",
)

Wish = Literal["callback", "danger", "language", "place", "repeat", ""]


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a caller stands in the line.

    `ahead`: who comes before them, None when that is not known. `estimate`: the prompt that tells
    the wait, such as `wait.5`, empty without data; `is_long`: a callback is better offered at
    once. `soon`: one of ours is free, or is being rung for them.
    """

    ahead: int | None = None
    estimate: str = ""
    is_long: bool = False
    soon: bool = False


UNKNOWN = Standing()


@dataclass(frozen=True, slots=True)
class Told:
    """What a caller has been told in the queue, and when, in Unix seconds (0: not yet)."""

    turn: int = 0
    began_at: int = 0
    ahead: int = -1
    estimate_at: int = 0
    offered_at: int = 0
    longest_at: int = 0
    alone: bool = False
    """The last time that we looked, everybody was away."""


@dataclass(frozen=True, slots=True)
class Rules:
    """May a callback be asked for, and after how long is the wait too long?"""

    callback: bool
    longest_seconds: int


def wish_of(key: str, rules: Rules, services: Sequence[str]) -> Wish:
    """Tell what a key asks for; empty: nothing."""
    match key:
        case "1" if rules.callback:
            return "callback"
        case "9" if any(service in DANGEROUS for service in services):
            return "danger"
        case "8":
            return "language"
        case "0":
            return "place"
        case "*":
            return "repeat"
    return ""


def next_words(
    told: Told, standing: Standing, wish: Wish, rules: Rules, now: int
) -> tuple[list[str], Told]:
    """
    Give the prompts of the next document, and what has been told then.

    The place is told when it has changed, the estimate every two minutes at most; there is
    always something. A wish that was not fulfilled is `place`, `repeat` or `language`.
    """
    if not told.turn:
        told = replace(told, began_at=now)
    said = list(_words(told, standing, wish, rules, now)) or ["queue.still"]
    return said, _noted(told, standing, said, now)


def _words(told: Told, standing: Standing, wish: Wish, rules: Rules, now: int) -> Iterator[str]:
    asked = wish in {"place", "repeat", "language"}
    if wish == "language":
        yield "open.lang.changed"
    if not told.turn and not asked:
        if standing.soon:
            yield "transfer.person"
            return
        yield "queue.join"
    if not asked and rules.callback and _longest_is_due(told, rules, now):
        yield "queue.longest"
        return
    placed = list(_place(told, standing, now, always=asked))
    yield from placed if placed or not told.turn else ["queue.still"]
    if rules.callback and _is_offered(told, standing, wish, now):
        yield "queue.offer"


def _is_offered(told: Told, standing: Standing, wish: Wish, now: int) -> bool:
    if wish:
        return wish in {"repeat", "language"}
    is_due = told.turn > 0 and now - told.offered_at >= OFFER_EVERY_SECONDS
    return is_due or (standing.is_long and not told.offered_at)


def _place(told: Told, standing: Standing, now: int, *, always: bool) -> Iterator[str]:
    if standing.ahead is not None and (always or standing.ahead != told.ahead):
        yield _position(standing.ahead)
    if standing.estimate and (always or now - told.estimate_at >= ESTIMATE_EVERY_SECONDS):
        yield f"queue.{standing.estimate}"


def _position(ahead: int) -> str:
    if ahead <= 1:
        return "queue.pos.one" if ahead else "queue.pos.next"
    return "queue.pos.n" if ahead <= MOST_COUNTED else "queue.pos.many"


def _longest_is_due(told: Told, rules: Rules, now: int) -> bool:
    waited = now - told.began_at
    return waited >= rules.longest_seconds and now - told.longest_at >= LONGEST_EVERY_SECONDS


def _noted(told: Told, standing: Standing, said: Sequence[str], now: int) -> Told:
    told = replace(told, turn=told.turn + 1)
    if any(key.startswith("queue.pos.") for key in said) and standing.ahead is not None:
        told = replace(told, ahead=standing.ahead)
    if any(key.startswith("queue.wait.") for key in said):
        told = replace(told, estimate_at=now)
    if "queue.offer" in said or "queue.longest" in said:
        told = replace(told, offered_at=now)
    return replace(told, longest_at=now) if "queue.longest" in said else told


def speak_waiting(
    prompts: Mapping[str, Prompt], desk: str, language: str, said: Sequence[str], ahead: int = 0
) -> tuple[Speech, ...]:
    """Speak prompts as a flow of this desk would; what a bundle has no words for is left out."""
    values = {"N": Count(ahead)}
    return tuple(
        speech
        for key in said
        if (speech := _spoken(prompts, _of_desk(prompts, desk, key), language, values))
    )


def _of_desk(prompts: Mapping[str, Prompt], desk: str, key: str) -> str:
    if key == "transfer.person" and desk == "fault":
        return "transfer.duty"
    return f"{key}.{desk}" if f"{key}.{desk}" in prompts else key


def _spoken(
    prompts: Mapping[str, Prompt], key: str, language: str, values: Mapping[str, SlotValue]
) -> Speech | None:
    text = prompts[key].text if key in prompts else {}
    if not text:
        return None
    language = language if language in text else next(iter(text))
    return speak_prompt(key, prompts[key], language, values)
