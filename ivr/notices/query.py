"""The question as it stands in the address: whose notices, and as which line would answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from routing.configuration import Configuration
from routing.lines import Line
from routing.numbers import Number, Unreadable, Withheld, read_number
from routing.problems import Problem

WHO = ("phone", "email", "customer_id")
NAMES = (*WHO, "postcode", "line")
LONGEST = 200
POSTCODE = re.compile(r"[0-9]{5}")


class BadQuery(ValueError):
    """A question that cannot be answered; `problems` holds everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Query:
    """At most one of `number`, `email` and `customer_id`; `postcode` is asked about, or empty."""

    line: Line
    number: Number | Withheld | None = None
    email: str = ""
    customer_id: str = ""
    postcode: str = ""


def read_query(given: Mapping[str, list[str]], configuration: Configuration) -> Query:
    """Read the arguments of the address. Raises BadQuery with all that is wrong."""
    problems = list(_misshapen(given))
    values = {name: said[0].strip() for name, said in given.items()}
    number = read_number(values["phone"]) if values.get("phone") else None
    if isinstance(number, Unreadable):
        problems.append(Problem(("phone",), number.why))
    postcode = values.get("postcode", "")
    if postcode and not POSTCODE.fullmatch(postcode):
        problems.append(Problem(("postcode",), "is not a postcode of five digits"))
    line = line_named(configuration, values.get("line", ""))
    if line is None:
        names = ", ".join(one.name for one in configuration.lines.values())
        problems.append(Problem(("line",), f"there is no such line; there are: {names or 'none'}"))
    if problems or line is None or isinstance(number, Unreadable):
        raise BadQuery(tuple(problems))
    email, customer_id = values.get("email", ""), values.get("customer_id", "")
    return Query(line, number, email, customer_id, postcode)


def line_named(configuration: Configuration, name: str) -> Line | None:
    """Find a line by its name or its number; without either, the first one."""
    lines = configuration.lines
    if not name:
        return next(iter(lines.values()), None)
    by_name = next((line for line in lines.values() if line.name == name), None)
    number = read_number(name)
    return by_name or (lines.get(number.e164) if isinstance(number, Number) else None)


def _misshapen(given: Mapping[str, list[str]]) -> list[Problem]:
    problems = [
        Problem((name,), f"is not known here; use {', '.join(NAMES)}")
        for name in sorted(given.keys() - set(NAMES))
    ]
    problems += [
        Problem((name,), "given more than once") for name, said in given.items() if len(said) > 1
    ]
    problems += [
        Problem((name,), f"longer than {LONGEST} characters, or not text")
        for name, said in given.items()
        if len(said[0]) > LONGEST or not said[0].isprintable()
    ]
    who = [name for name in WHO if any(text.strip() for text in given.get(name, ()))]
    if len(who) > 1:
        problems.append(Problem((), f"give only one of {', '.join(WHO)}"))
    if not who and not any(text.strip() for text in given.get("postcode", ())):
        problems.append(Problem((), f"give one of {', '.join(WHO)}, or a postcode"))
    return problems
