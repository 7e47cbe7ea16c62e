"""A text and its values as it is sent. The prompts of notices can be written as well."""

import re
from collections.abc import Mapping

from flows.speech import Later, MissingSlot, Moment, Name, Place, Postcode, SlotValue, Words
from flows.written.alphabet import plain
from flows.written.moments import moment

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PLACES: Mapping[str, Mapping[str, str]] = {
    "fi": {"O": "Alueella {}", "A": "alueella {}", "B": "alueella {}", "A^": "Alueella {}"},
    "sv": {
        "O": "I postnummerområde {}",
        "A": "i postnummerområde {}",
        "B": "i postnummerområde {}",
        "A^": "I postnummerområde {}",
    },
    "en": {"O": "In area {},", "A": "in area {}", "B": "in area {}", "A^": "In area {},"},
}
_SHORT: Mapping[str, Mapping[str, str]] = {
    "fi": _PLACES["fi"],
    "sv": {"O": "I område {}", "A": "i område {}", "B": "i område {}", "A^": "I område {}"},
    "en": {"O": "In {},", "A": "in {}", "B": "in {}", "A^": "In {},"},
}
"""Where the whole would be more than one message."""


def write(key: str, template: str, language: str, values: Mapping[str, SlotValue]) -> str:
    """Fill a template's placeholders, which are those of prompts. Raises MissingSlot."""

    def filled(match: re.Match[str]) -> str:
        return _value(key, match[1], language, values)

    return plain(_PLACEHOLDER.sub(filled, template))


def _value(key: str, placeholder: str, language: str, values: Mapping[str, SlotValue]) -> str:
    name, _, form = placeholder.partition(".")
    match values.get(name.removesuffix("^")):
        case Place() as place if name in _PLACES[language]:
            table = _SHORT if place.short else _PLACES
            return table[language][name].format(place.postcode)
        case Postcode(code):
            return code
        case Moment() | Later() as at:
            return moment(at, form, language)
        case Name(text) | Words(text):
            return text
    raise MissingSlot(key, placeholder)
