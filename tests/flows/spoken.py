"""Everything that can be said with the library, as one text to be read aloud by people."""

from collections.abc import Iterator, Sequence

from flows.asks import Notice
from flows.speech import (
    NAMED_HOLIDAYS,
    Between,
    Count,
    Greeting,
    Holiday,
    Later,
    Moment,
    Phone,
    Place,
    Postcode,
    SlotValue,
    speak,
)
from flows.verbs import Break, Speech
from flows.wording import wording
from tests.flows.moments import (
    AFTERNOON,
    BETWEEN,
    CLOCK_CHANGES,
    CLOCKS,
    DAYS,
    DAYS_ALONE,
    EDGES,
    PAIRS,
)
from tests.flows.speech.reference import (
    EARLIER,
    END,
    ESTIMATE,
    LANGUAGES,
    LIBRARY,
    NOW,
    START,
    helsinki,
    reference_values,
)

SERVICES = ["other", "electricity", "newspaper", "telecom", "water", "heat", "mail"]
STATES = {
    "eta": ESTIMATE,
    "no_eta": None,
    "withdrawn": None,
    "overdue": EARLIER,
    "partial_eta": ESTIMATE,
    "partial_none": None,
    "restored": None,
    "reopened_eta": ESTIMATE,
    "reopened_none": None,
    "several_eta": ESTIMATE,
    "several_mixed": ESTIMATE,
    "several_none": None,
    "major_eta": ESTIMATE,
    "major_none": None,
    "planned_now": ESTIMATE,
    "planned_overdue": EARLIER,
    "planned_coming": START,
    "planned_cancelled": START,
    "stale": EARLIER,
    "continues": None,
}
GREETED = "00:00 04:59 09:59 10:00 11:59 12:00 17:59 18:00 23:59"
NUMBERS = [
    "+358401234567",
    "+35891234567",
    "+358501234",
    "+35818123456",
    "+358291234567",
    "+46701234567",
    "+37251234567",
]


def spoken() -> str:
    """The whole text, as it should stand in `spoken.txt`."""
    sections = {
        "PROMPTS, with the reference values": _prompts(),
        "NOTICES OF A TYPED POSTCODE, as chosen from their state": _notices(),
        "CLOCK": _times([("2026-11-20 15:00", f"2026-11-25 {clock}") for clock in CLOCKS.split()]),
        "DAYS, a week back and forth": _times([(AFTERNOON, at) for at in DAYS]),
        "DAYS, at their edges": _times([(now, at) for now, ats in EDGES.items() for at in ats]),
        "DAYS WITHOUT A CLOCK": _times(
            [(AFTERNOON, f"{day} 12:00") for day in DAYS_ALONE], day_only=True
        ),
        "NIGHTS IN WHICH THE CLOCK CHANGES": _clock_changes(),
        "PAIRS": _pairs(),
        "NUMBERS READ BACK": _numbers(),
        "HOLIDAYS AND EVES, as why it is closed": _holidays(),
        "GREETINGS of a call that we make": _greetings(),
        "TIMES to choose for a callback": _between(),
        "ATTEMPTS that are promised": _attempts(),
    }
    return (
        "\n\n".join(f"=== {title}\n\n" + "\n".join(lines) for title, lines in sections.items())
        + "\n"
    )


def _marked(speech: Speech) -> str:
    """The words, with the length of each pause in milliseconds."""
    words = (
        f" <{piece.milliseconds}> "
        if isinstance(piece, Break)
        else piece
        if isinstance(piece, str)
        else piece.text
        for piece in speech.pieces
    )
    return " ".join("".join(words).split())


def _in_each_language(
    template: str, values: dict[str, SlotValue], languages: Sequence[str] = LANGUAGES
) -> list[str]:
    return [
        f"  {language} {_marked(speak('spoken', template, language, values))}"
        for language in languages
    ]


def _prompts() -> Iterator[str]:
    for key, prompt in LIBRARY.items():
        yield key
        for language, text in prompt.text.items():
            values = reference_values(key, language)
            yield f"  {language} {_marked(speak(key, text, language, values))}"


def _notices() -> Iterator[str]:
    place = Place("00100", registered=False)
    for service in SERVICES:
        for state, at in STATES.items():
            until = END if state == "planned_coming" else None
            day = START if service == "mail" and at == ESTIMATE else at
            worded = wording(Notice("k", service, state, at=day, until=until), place, NOW)
            yield f"{service}, {state}: {worded[0] if worded else 'nothing'}"
            if worded:
                key, values = worded
                for language in LANGUAGES:
                    text = LIBRARY[key].text[language]
                    yield f"  {language} {_marked(speak(key, text, language, values))}"


def _times(moments: list[tuple[str, str]], *, day_only: bool = False) -> Iterator[str]:
    for now, at in moments:
        value = Moment(helsinki(at), helsinki(now), day_only=day_only)
        yield f"{helsinki(at):%a %d.%m. %H.%M}, heard {helsinki(now):%a %d.%m. %H.%M}"
        yield from _each_form(value)


def _each_form(value: Moment) -> Iterator[str]:
    yield from _in_each_language("{T}", {"T": value})
    forms = ("{T.by}", "{T.at}")
    yield "     " + " · ".join(
        _marked(speak("spoken", form, "en", {"T": value})) for form in forms
    )


def _clock_changes() -> Iterator[str]:
    for now, instant in CLOCK_CHANGES:
        yield f"{instant:%d.%m. %H.%M} UTC, heard {helsinki(now):%d.%m. %H.%M}"
        yield from _in_each_language("{T}", {"T": Moment(instant, helsinki(now))})


def _pairs() -> Iterator[str]:
    frames = {
        "fi": "alkaa {T1} ja päättyy arviolta {T2}.",
        "sv": "börjar {T1} och beräknas ta slut {T2}.",
        "en": "starts {T1.at} and should end {T2.by}.",
    }
    for now, start, end in PAIRS:
        first, second, heard = helsinki(start), helsinki(end), helsinki(now)
        yield f"{start} to {end}, heard {now}"
        for language, frame in frames.items():
            values: dict[str, SlotValue] = {
                "T1": Moment(first, heard),
                "T2": Later(second, first, heard),
            }
            yield f"  {language} {_marked(speak('spoken', frame, language, values))}"


def _numbers() -> Iterator[str]:
    for code in ("29900", "00100", "65100"):
        yield code
        yield from _in_each_language("{P}", {"P": Postcode(code)})
    for number in NUMBERS:
        yield number
        yield from _in_each_language("{NUM}", {"NUM": Phone(number)})


def _holidays() -> Iterator[str]:
    prompt = LIBRARY["hours.closed.holiday"].text
    for slug in sorted(NAMED_HOLIDAYS):
        yield slug
        values: dict[str, SlotValue] = {"holiday": Holiday(slug), "T": Moment(START, NOW)}
        for language in LANGUAGES:
            yield from _in_each_language(prompt[language], values, [language])


def _greetings() -> Iterator[str]:
    for clock in GREETED.split():
        yield clock
        yield from _in_each_language(
            "{greeting}", {"greeting": Greeting(helsinki(f"2026-11-23 {clock}"))}
        )


def _between() -> Iterator[str]:
    for now, start, end in BETWEEN:
        first, last, heard = helsinki(start), helsinki(end), helsinki(now)
        yield f"{start} to {end}, heard {now}"
        yield from _in_each_language("{W}", {"W": Between(first, last, heard)})


def _attempts() -> Iterator[str]:
    prompt = LIBRARY["callback.done.tries"].text
    for number in range(2, 11):
        yield str(number)
        for language in LANGUAGES:
            yield from _in_each_language(prompt[language], {"N": Count(number)}, [language])
