"""The keys of a telephone."""

from flows.speech.numbers import digit_words

_SIGNS = {
    "fi": {"*": "tähti", "#": "risuaita"},
    "sv": {"*": "stjärna", "#": "fyrkant"},
    "en": {"*": "star", "#": "hash"},
}


def key_word(key: str, language: str) -> str:
    return _SIGNS[language].get(key) or digit_words(key, language)
