"""A postcode area as an adverbial, so that the verb can follow it directly in every language."""

from collections.abc import Mapping

from flows.speech.numbers import digit_words
from flows.speech.slots import Place
from flows.verbs import Break, Piece

_FIRST_DIGITS = 3

_REGISTERED: Mapping[str, Mapping[str, str]] = {
    "fi": {
        "O": "Asiakastietojen mukaisella postinumeroalueellanne {P}",
        "A": "postinumeroalueellanne {P}",
        "B": "alueellanne",
        "A^": "Postinumeroalueellanne {P}",
    },
    "sv": {
        "O": "Enligt våra kunduppgifter är ert postnummer {P}. I området",
        "A": "i ert postnummerområde {P}",
        "B": "i ert område",
        "A^": "I ert postnummerområde {P}",
    },
    "en": {
        "O": "According to our records, your postcode is {P}. In that area",
        "A": "in your postcode area {P}",
        "B": "in your area",
        "A^": "In your postcode area {P},",
    },
}
_TYPED: Mapping[str, Mapping[str, str]] = {
    "fi": {
        "O": "Postinumeroalueella {P}",
        "A": "postinumeroalueella {P}",
        "B": "postinumeroalueella {P}",
        "A^": "Postinumeroalueella {P}",
    },
    "sv": {
        "O": "I postnummerområde {P}",
        "A": "i postnummerområde {P}",
        "B": "i postnummerområde {P}",
        "A^": "I postnummerområde {P}",
    },
    "en": {
        "O": "In postcode area {P},",
        "A": "in postcode area {P}",
        "B": "in postcode area {P}",
        "A^": "In postcode area {P},",
    },
}

FORMS = frozenset(_TYPED["fi"])


def postcode_pieces(code: str, language: str) -> list[Piece]:
    """Three digits and two, in one breath: a comma would make a list of them."""
    first = digit_words(code[:_FIRST_DIGITS], language)
    return [first, Break(150), digit_words(code[_FIRST_DIGITS:], language)]


def place_pieces(place: Place, form: str, language: str) -> list[Piece]:
    """`form`: the placeholder, one of `FORMS`."""
    table = _REGISTERED if place.registered else _TYPED
    phrase = table[language]["A^" if form == "O" and place.short else form]
    before, postcode, after = phrase.partition("{P}")
    digits = postcode_pieces(place.postcode, language) if postcode else []
    return [before, *digits, after]
