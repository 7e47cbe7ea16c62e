"""The values with which every sentence was measured and reviewed."""

from datetime import datetime, timedelta

from flows.speech import (
    Between,
    Count,
    Greeting,
    Holiday,
    Key,
    LanguageName,
    Later,
    Moment,
    Name,
    Phone,
    Place,
    Postcode,
    SlotValue,
    Words,
    speak,
)
from flows.speech.when import HELSINKI
from tests.flows.conversation import library_prompts

LIBRARY = library_prompts()
LANGUAGES = ("fi", "sv", "en")

COMPANY = {"fi": "Esimerkkiyhtiö", "sv": "Exempelbolaget", "en": "Example Company"}
LINE = {"fi": "asiakaspalvelu", "sv": "kundtjänst", "en": "customer service"}
MESSAGE = {
    "fi": "Puhelinpalvelumme on tänään ruuhkautunut.",
    "sv": "Vår telefontjänst är överbelastad i dag.",
    "en": "Our telephone service is very busy today.",
}


def helsinki(text: str) -> datetime:
    """A local time written as `2026-11-22 15:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


NOW = helsinki("2026-11-22 15:00")
ESTIMATE = helsinki("2026-11-22 19:00")
START = helsinki("2026-11-23 09:00")
END = helsinki("2026-11-23 12:00")
EARLIER = helsinki("2026-11-22 14:00")
OURS = Place("29900", registered=True)


def reference_values(key: str, language: str) -> dict[str, SlotValue]:
    """A value for every placeholder; mail and parcels know only the day, old news is old."""
    mail = key.startswith("notice.mail.")
    gone = key.endswith((".overdue", ".stale", ".tried"))
    later = mail or key.endswith(".next_day") or key.startswith(("hours.", "callback."))
    time = EARLIER if gone else START if later else ESTIMATE
    day_only = mail or key == "notice.newspaper.planned_coming"
    return {
        "P": Postcode("29900"),
        "P1": Postcode("29900"),
        "P2": Postcode("00100"),
        "NUM": Phone("+358401234567"),
        "T": Moment(time, NOW, day_only=mail or key.endswith(".day")),
        "T1": Moment(START, NOW, day_only=day_only),
        "T2": Later(END, START, NOW),
        "W": Between(START, START + timedelta(hours=2), NOW),
        "O": OURS,
        "A": OURS,
        "B": OURS,
        "K": Key("1"),
        "N": Count(2),
        "company": Name(COMPANY[language]),
        "line": Name(LINE[language]),
        "name": Name("Matti Aalto"),
        "language": LanguageName("sv"),
        "holiday": Holiday("independence-day"),
        "greeting": Greeting(NOW),
        "message": Words(MESSAGE[language]),
    }


def said(key: str, language: str, **values: SlotValue) -> str:
    """A library prompt with the reference values, some replaced, as a transcript has it."""
    known = reference_values(key, language) | values
    return speak(key, LIBRARY[key].text[language], language, known).text
