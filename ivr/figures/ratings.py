"""What callers answered, by line, week and question. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ivr.figures.weeks import week_of


@dataclass(frozen=True, slots=True)
class Rating:
    """One caller who was asked: `answer` is 1 to 5, None without one; `question` then too."""

    line: str
    asked_at: datetime
    question: str = ""
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Ratings:
    """The answers to one question: how many, and their mean."""

    question: str
    answers: int
    mean: float


@dataclass(frozen=True, slots=True)
class Asked:
    """How many callers of a line were asked in a week, and what they answered, by question."""

    asked: int
    ratings: tuple[Ratings, ...]


def rated(ratings: Iterable[Rating]) -> Mapping[tuple[str, date], Asked]:
    """Sum them up; an answer counts to the week in which it was asked for."""
    grouped: dict[tuple[str, date], list[Rating]] = {}
    for rating in ratings:
        grouped.setdefault((rating.line, week_of(rating.asked_at)), []).append(rating)
    return {place: Asked(len(group), _by_question(group)) for place, group in grouped.items()}


def _by_question(group: Iterable[Rating]) -> tuple[Ratings, ...]:
    answers: dict[str, list[int]] = {}
    for rating in group:
        if rating.answer is not None:
            answers.setdefault(rating.question, []).append(rating.answer)
    return tuple(
        Ratings(question, len(given), sum(given) / len(given))
        for question, given in sorted(answers.items())
    )
