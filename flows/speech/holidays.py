"""Days on which we are closed, as they are named after "because today is"."""

_HOLIDAYS = {
    "fi": {
        "new-years-day": "uudenvuodenpäivä",
        "epiphany": "loppiainen",
        "maundy-thursday": "kiirastorstai",
        "good-friday": "pitkäperjantai",
        "easter-saturday": "pääsiäislauantai",
        "easter-sunday": "pääsiäispäivä",
        "easter-monday": "toinen pääsiäispäivä",
        "may-day-eve": "vapunaatto",
        "may-day": "vappu",
        "ascension-day": "helatorstai",
        "whit-sunday": "helluntai",
        "midsummer-eve": "juhannusaatto",
        "midsummer-day": "juhannuspäivä",
        "all-saints-day": "pyhäinpäivä",
        "independence-day": "itsenäisyyspäivä",
        "christmas-eve": "jouluaatto",
        "christmas-day": "joulupäivä",
        "boxing-day": "tapaninpäivä",
        "new-years-eve": "uudenvuodenaatto",
        "aland-day": "Ahvenanmaan itsehallintopäivä",
    },
    "sv": {
        "new-years-day": "nyårsdagen",
        "epiphany": "trettondagen",
        "maundy-thursday": "skärtorsdag",
        "good-friday": "långfredag",
        "easter-saturday": "påsklördag",
        "easter-sunday": "påskdagen",
        "easter-monday": "annandag påsk",
        "may-day-eve": "valborgsmässoafton",
        "may-day": "första maj",
        "ascension-day": "Kristi himmelsfärdsdag",
        "whit-sunday": "pingstdagen",
        "midsummer-eve": "midsommarafton",
        "midsummer-day": "midsommardagen",
        "all-saints-day": "alla helgons dag",
        "independence-day": "självständighetsdagen",
        "christmas-eve": "julafton",
        "christmas-day": "juldagen",
        "boxing-day": "annandag jul",
        "new-years-eve": "nyårsafton",
        "aland-day": "Ålands självstyrelsedag",
    },
    "en": {
        "new-years-day": "New Year's Day",
        "epiphany": "Epiphany",
        "maundy-thursday": "Maundy Thursday",
        "good-friday": "Good Friday",
        "easter-saturday": "Easter Saturday",
        "easter-sunday": "Easter Sunday",
        "easter-monday": "Easter Monday",
        "may-day-eve": "May Day Eve",
        "may-day": "May Day",
        "ascension-day": "Ascension Day",
        "whit-sunday": "Whit Sunday",
        "midsummer-eve": "Midsummer Eve",
        "midsummer-day": "Midsummer Day",
        "all-saints-day": "All Saints' Day",
        "independence-day": "Independence Day",
        "christmas-eve": "Christmas Eve",
        "christmas-day": "Christmas Day",
        "boxing-day": "Boxing Day",
        "new-years-eve": "New Year's Eve",
        "aland-day": "Åland's Autonomy Day",
    },
}

NAMED_HOLIDAYS = frozenset(_HOLIDAYS["fi"])
"""Days that have a name. Other eves have none that callers would know: say no reason then."""


def holiday_name(slug: str, language: str) -> str:
    """Raises LookupError for a day that has no name."""
    if slug not in NAMED_HOLIDAYS:
        raise LookupError(f"the day {slug!r} has no name; say that it is closed without a reason")
    return _HOLIDAYS[language][slug]
