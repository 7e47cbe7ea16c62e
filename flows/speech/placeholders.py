"""The placeholders that a prompt may have, and which value each takes."""

import re
from collections.abc import Mapping

from flows.speech.slots import (
    Between,
    Count,
    Greeting,
    Holiday,
    Key,
    LanguageName,
    Later,
    MissingSlot,
    Moment,
    Name,
    Phone,
    Place,
    Postcode,
    SlotValue,
    Words,
)

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

_KINDS: Mapping[str, tuple[type, ...]] = {
    "P": (Postcode,),
    "P1": (Postcode,),
    "P2": (Postcode,),
    "NUM": (Phone,),
    "T": (Moment, Later),
    "T1": (Moment, Later),
    "T2": (Moment, Later),
    "W": (Between,),
    "O": (Place,),
    "A": (Place,),
    "B": (Place,),
    "K": (Key,),
    "N": (Count,),
    "company": (Name,),
    "line": (Name,),
    "name": (Name,),
    "language": (LanguageName,),
    "holiday": (Holiday,),
    "greeting": (Greeting,),
    "message": (Words,),
}

KNOWN_PLACEHOLDERS = frozenset(_KINDS) | {
    "A^",
    "T.by",
    "T.at",
    "T1.by",
    "T1.at",
    "T2.by",
    "T2.at",
}


def placeholders(template: str) -> list[str]:
    """The placeholders of a prompt as written, without braces, in order, repeats included."""
    return PLACEHOLDER.findall(template)


def slot(values: Mapping[str, SlotValue], placeholder: str, key: str) -> SlotValue:
    """
    The value for a placeholder: `T.by` takes that of `T`, `A^` that of `A`.

    Raises `MissingSlot` when there is none, or it is of another kind.
    """
    name = placeholder
    if not placeholder.startswith("vars."):
        name = placeholder.partition(".")[0].removesuffix("^")
    value = values.get(name)
    if value is None or not isinstance(value, _KINDS.get(name, (object,))):
        raise MissingSlot(key, placeholder)
    return value
