"""The contract of a step: what it is told, what it may do, and where it can lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Protocol

from pydantic import BaseModel, ConfigDict, StringConstraints

from flows.asks import Ask, Outcome
from flows.inputs import Input, Silent
from flows.prompts import Prompt
from flows.speech import DigitWords, Name, SlotValue, Words, speak_prompt
from flows.state import State
from flows.verbs import Dial, Digits, Enqueue, Event, Keys, Record, Speech
from flows.world import Opening, World

if TYPE_CHECKING:
    from flows.conditions import Test

SLUG = r"^[a-z][a-z0-9-]{0,39}$"
PROMPT_KEY = r"^[a-z][a-z0-9_.-]{0,79}$"
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
PromptKey = Annotated[str, StringConstraints(pattern=PROMPT_KEY)]

Outcomes = Mapping[str, Literal["next", "human"]]

MOST_TRIES = 3
MOST_TURNS = 200
"""Of a call; after these there is a person, and then the end."""


@dataclass(frozen=True, slots=True)
class Go:
    """Continue at another step of the same flow; empty: the flow's person."""

    step: str


@dataclass(frozen=True, slots=True)
class Jump:
    """Continue in another flow of the bundle; without a step, at its start."""

    flow: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Answer the telephone with this, and wait for what comes of it."""

    verb: Keys | Digits | Dial | Record | Enqueue


@dataclass(frozen=True, slots=True)
class Need:
    """Have the application do something before the turn can go on."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class End:
    """Hang up when everything has been said."""


Move = Go | Jump | Wait | Need | End


class Speaker(Protocol):
    """What a visit needs to know of the flow it is in."""

    @property
    def desk(self) -> str:
        """`service`, or `fault` where the words name the person on duty."""

    @property
    def topic(self) -> str:
        """What the flow's person is there for."""

    @property
    def own_prompts(self) -> Mapping[str, Prompt]:
        """The prompts written in the flow itself; they go before the library's."""


@dataclass
class Visit:
    """One turn as its steps see it: the world, the state so far, and what has been said."""

    flow: Speaker
    library: Mapping[str, Prompt]
    world: World
    state: State
    said: list[Speech] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    moves: int = 0
    passed: list[tuple[str, str]] = field(default_factory=list)

    def say(self, key: str, values: Mapping[str, SlotValue] | None = None) -> None:
        """Speak a prompt in the caller's language, in the wording of the flow's desk."""
        self.say_in(self.state.language, key, values)

    def say_in(
        self, language: str, key: str, values: Mapping[str, SlotValue] | None = None
    ) -> None:
        """Speak a prompt in any of the line's languages."""
        own, variant = self.flow.own_prompts, f"{key}.{self.flow.desk}"
        of_desk = variant in own or (key not in own and variant in self.library)
        chosen = variant if of_desk else key
        prompt = own.get(chosen) or self.library[chosen]
        if language not in prompt.text:
            # A line may speak a language that its flow lacks: another is better than silence.
            self.note("untranslated", f"{chosen} {language}")
            language = next(iter(prompt.text))
        filled = "{" in prompt.text[language]
        known = {**self._given(language), **(values or {})} if filled else {}
        self.said.append(speak_prompt(chosen, prompt, language, known))

    def opening(self, topic: str = "") -> Opening:
        """Is somebody there for this, or for what the flow's person is there for?"""
        return self.world.opening(topic or self.flow.topic, self.state.language)

    def has_said(self, *beginnings: str) -> bool:
        """Has a prompt whose key begins so been said in this turn?"""
        return any(speech.key.startswith(beginnings) for speech in self.said)

    def change(self, **fields: Any) -> None:
        """Change the call's state."""
        self.state = self.state.changed(**fields)

    def remember(self, **notes: str) -> None:
        """Keep something until the step is left."""
        self.change(memo={**self.state.memo, **notes})

    def note(self, kind: str, detail: str = "") -> None:
        """Write an event for the journal."""
        self.events.append(Event(kind, detail))

    def _given(self, language: str) -> dict[str, SlotValue]:
        line = self.world.line
        return {
            "company": Name(_name(line.company, language)),
            "line": Name(_name(line.label, language)),
            "message": Words(self.world.emergency.get(language, "")),
            **{f"vars.{name}": _spoken(value) for name, value in self.state.vars.items()},
        }


def _name(names: Mapping[str, str], language: str) -> str:
    """Give the name in this language; a call may outlive its line's use of the language."""
    return names.get(language) or next(iter(names.values()), "")


def _spoken(value: str) -> SlotValue:
    return DigitWords(value) if value.isdecimal() else Words(value)


class Step(BaseModel):
    """
    One step of a conversation. Subclasses live one to a file in `flows/steps/`.

    `outcomes` names the exits a step may leave by besides `next`, and where each leads when the
    author has not wired it: on to `next`, or to a person. There is no dead end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    outcomes: ClassVar[Outcomes] = {}
    waits: ClassVar[bool] = False
    passes: ClassVar[tuple[str, ...]] = ()
    """The ways out that a type that waits may also take at once, without having waited."""
    speaks: ClassVar[tuple[str, ...]] = ()
    """The prompts of the library that this type says by itself."""
    zero_skips: ClassVar[bool] = False
    """Key 0 is this type's own: whoever has just spoken with a person skips what is asked."""

    next: Slug | Literal[""] = ""
    exits: dict[str, Slug] = {}

    def enter(self, visit: Visit) -> Move:
        """Arrive here, or say it all again."""
        raise NotImplementedError

    def given(self, visit: Visit, given: Input) -> Move:
        """Go on with what the caller did. Only steps that wait are asked."""
        raise NotImplementedError

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Go on with what came of an ask. Only steps that ask are asked."""
        raise NotImplementedError

    def prompt_keys(self) -> Iterator[str]:
        """Name the prompts that the author chose here."""
        yield from ()

    def keeps(self) -> Iterator[str]:
        """Name the variables that are written here, when the step is left by `next`."""
        yield from ()

    def tests(self) -> Iterator["Test"]:
        """Give the comparisons that decide here."""
        yield from ()

    def edges(self) -> Iterator[tuple[str, str]]:
        """Give every way out: its name, and the step it leads to (empty: the person)."""
        if self.leads_on:
            yield "next", self.next
        for name in self.outcomes:
            yield name, self.leave(name).step

    @property
    def leads_on(self) -> bool:
        """Does this type leave by `next` at all?"""
        return True

    def leave(self, outcome: str = "next") -> Go:
        """Leave by an exit, wherever it has been wired to."""
        if outcome in self.exits:
            return Go(self.exits[outcome])
        return Go(self.next if self.outcomes.get(outcome, "next") == "next" else "")

    def try_again(self, visit: Visit, given: Input, silence: str = "menu.none") -> Move:
        """
        Taper: the first failure says what was wrong and asks again, the second is an offer to
        wait for a person, the third gives up and leaves by `exhausted`.

        Silence and wrong keys are counted together.
        """
        tries = visit.state.tries + 1
        visit.change(tries=tries)
        if tries >= MOST_TRIES:
            return self.give_up(visit)
        # the second prompt offers a person: only when one is there
        said = tries if visit.opening().open else 1
        visit.say(f"{silence if isinstance(given, Silent) else 'menu.wrong'}.{said}")
        return self.enter(visit) if said == 1 else Wait(Keys())

    def give_up(self, visit: Visit) -> Move:
        """Stop asking. That a person comes next is said here, anything else by the next step."""
        way = self.leave("exhausted")
        if not way.step and visit.opening().open:
            visit.say("menu.giveup.open")
        return way
