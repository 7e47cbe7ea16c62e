"""What the three languages are called in each other."""

_LANGUAGES = {
    "fi": {"fi": "suomi", "sv": "ruotsi", "en": "englanti"},
    "sv": {"fi": "finska", "sv": "svenska", "en": "engelska"},
    "en": {"fi": "Finnish", "sv": "Swedish", "en": "English"},
}


def language_name(code: str, language: str) -> str:
    return _LANGUAGES[language][code]
