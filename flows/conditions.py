"""Conditions over the declared facts. No expression language: these draw as a form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from flows.facts import Fact, find_fact
from flows.step import Visit


class Test(BaseModel):
    """
    One fact compared: `is` a word or true/false, `in` a list of words, `lt` or `gt` a number.

    For `line.services`, `is` asks whether the word is among them.
    """

    __test__ = False
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    fact: str
    is_: str | None = Field(default=None, alias="is")
    in_: list[str] | None = Field(default=None, alias="in")
    lt: int | None = None
    gt: int | None = None

    @model_validator(mode="after")
    def _compares_once(self) -> Test:
        given = [v for v in (self.is_, self.in_, self.lt, self.gt) if v is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of: is, in, lt, gt")
        return self

    def holds(self, visit: Visit) -> bool:
        """Compare the fact now."""
        fact = find_fact(self.fact)
        if fact is None:
            return False
        value = fact.read(visit)
        if isinstance(value, tuple):
            return any(word in value for word in self._words())
        if isinstance(value, bool):
            return self.is_ == ("true" if value else "false")
        if isinstance(value, int):
            return self._number_holds(value)
        return value in self._words()

    def problem(self) -> str:
        """Say what is wrong with the comparison; empty if nothing is."""
        fact = find_fact(self.fact)
        if fact is None:
            return f"there is no fact {self.fact!r}"
        return _mismatch(fact, self)

    def tests(self) -> Iterator[Test]:
        """Give every comparison inside."""
        yield self

    def _words(self) -> list[str]:
        return self.in_ if self.in_ is not None else [self.is_ or ""]

    def _number_holds(self, value: int) -> bool:
        if self.lt is not None:
            return value < self.lt
        if self.gt is not None:
            return value > self.gt
        return str(value) in self._words()


class All(BaseModel):
    """Every one of the conditions holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    all: list[Condition] = Field(min_length=1)

    def holds(self, visit: Visit) -> bool:
        """Ask each."""
        return all(condition.holds(visit) for condition in self.all)

    def tests(self) -> Iterator[Test]:
        """Give every comparison inside."""
        for condition in self.all:
            yield from condition.tests()


class AnyOf(BaseModel):
    """At least one of the conditions holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    any: list[Condition] = Field(min_length=1)

    def holds(self, visit: Visit) -> bool:
        """Ask until one holds."""
        return any(condition.holds(visit) for condition in self.any)

    def tests(self) -> Iterator[Test]:
        """Give every comparison inside."""
        for condition in self.any:
            yield from condition.tests()


class Not(BaseModel):
    """The condition does not hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    not_: Condition = Field(alias="not")

    def holds(self, visit: Visit) -> bool:
        """Ask and turn round."""
        return not self.not_.holds(visit)

    def tests(self) -> Iterator[Test]:
        """Give every comparison inside."""
        yield from self.not_.tests()


def _which(value: Any) -> str:
    keys = value if isinstance(value, dict) else {"fact": 1}
    return next((key for key in ("all", "any", "not") if key in keys), "fact")


def _which_model(value: Any) -> str:
    names: dict[type, str] = {All: "all", AnyOf: "any", Not: "not"}
    return names.get(type(value)) or _which(value)


Condition = Annotated[
    Annotated[Test, Tag("fact")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(_which_model),
]

for model in (All, AnyOf, Not):
    model.model_rebuild()


def _mismatch(fact: Fact, test: Test) -> str:
    if fact.kind == "truth" and test.is_ not in {"true", "false"}:
        return f"{test.fact} is either true or false: write is: true or is: false"
    if fact.kind != "number" and (test.lt is not None or test.gt is not None):
        return f"{test.fact} is not a number: use is or in"
    words = test.in_ or ([] if test.is_ is None else [test.is_])
    if fact.kind == "number" and not all(word.isdigit() for word in words):
        return f"{test.fact} is a number"
    strange = [word for word in words if fact.choices and word not in fact.choices]
    if strange:
        return f"{test.fact} is never {', '.join(strange)}; it can be {', '.join(fact.choices)}"
    return ""
