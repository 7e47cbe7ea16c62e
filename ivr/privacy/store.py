"""How a table is told of: what it is for, and where in it a person can stand."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """Rows belong to a person because of another table: `column` is among its `to_column`."""

    column: str
    table: str
    to_column: str


@dataclass(frozen=True, slots=True)
class Store:
    """
    One table. `of`: whose data it is; `why`: what it is kept for; `kept`: how long, in words.

    `personal` are the columns with text that can name or describe a person, `plain` those that
    cannot. A caller's rows are found by `numbers`, columns with numbers in E.164, and `links`.
    """

    table: str
    of: Literal["callers", "staff", "nobody"]
    why: str
    kept: str
    personal: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
