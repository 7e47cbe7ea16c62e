"""What must hold for every time, place, number and text."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.speech import (
    Count,
    DigitWords,
    Key,
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
from flows.verbs import Alias, Slow, Speech
from tests.flows.speech.reference import LANGUAGES, LIBRARY, NOW, reference_values

YEARS = (datetime(2026, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 -- hypothesis adds the zone
NOWS = st.datetimes(*YEARS, timezones=st.just(HELSINKI))
SIXTY_DAYS = timedelta(days=60)
DISTANCES = st.timedeltas(-SIXTY_DAYS, SIXTY_DAYS)
SPOKEN = st.sampled_from(LANGUAGES)
FORMS = st.sampled_from(["T", "T.by", "T.at"])


def voiced(speech: Speech) -> str:
    """Everything that a voice is given."""
    return "".join(
        piece.spoken if isinstance(piece, Alias) else piece.text
        for piece in speech.pieces
        if isinstance(piece, Alias | Slow)
    ) + "".join(piece for piece in speech.pieces if isinstance(piece, str))


def is_speakable(speech: Speech) -> bool:
    words = voiced(speech)
    return bool(words.strip()) and not any(char.isdigit() or char in "{}|" for char in words)


@given(NOWS, DISTANCES, st.booleans(), SPOKEN, FORMS)
def test_every_instant_has_words(
    now: datetime, distance: timedelta, day_only: bool, language: str, form: str
) -> None:
    value = Moment(now + distance, now, day_only=day_only)

    assert is_speakable(speak("a.key", f"{{{form}}}", language, {"T": value}))


@given(NOWS, DISTANCES, st.timedeltas(timedelta(0), timedelta(days=10)), SPOKEN)
def test_every_pair_has_words(
    now: datetime, distance: timedelta, lasts: timedelta, language: str
) -> None:
    start = now + distance
    values: dict[str, SlotValue] = {
        "T1": Moment(start, now),
        "T2": Later(start + lasts, start, now),
    }

    assert is_speakable(speak("a.key", "{T1.at} {T2.by}.", language, values))


@given(NOWS, DISTANCES, DISTANCES)
def test_two_different_minutes_never_sound_alike_in_finnish(
    now: datetime, one: timedelta, other: timedelta
) -> None:
    first, second = (
        (now + distance).replace(second=0, microsecond=0) for distance in (one, other)
    )
    apart = first.timestamp() != second.timestamp()
    same_side = (first > now) == (second > now)
    heard = [speak("a.key", "{T}", "fi", {"T": Moment(at, now)}).text for at in (first, second)]

    assert not (apart and same_side) or heard[0] != heard[1]


@given(st.text(), SPOKEN)
def test_an_operators_text_has_no_figures_and_no_control_characters(
    text: str, language: str
) -> None:
    speech = speak("a.key", "Tiedote. {message}", language, {"message": Words(text)})

    assert not any(char.isdigit() or not char.isprintable() for char in speech.text)


@given(st.text(min_size=1), st.text(), SPOKEN)
def test_a_name_has_no_figures_for_the_voice(text: str, spoken: str, language: str) -> None:
    speech = speak("a.key", "{company}.", language, {"company": Name(text, spoken)})

    assert not any(char.isdigit() for char in voiced(speech))


@given(
    st.from_regex(r"[0-9]{5}", fullmatch=True),
    st.from_regex(r"\+[1-9][0-9]{4,14}", fullmatch=True),
    st.integers(0, 500),
    st.sampled_from("0123456789*#"),
    st.from_regex(r"[0-9]{1,20}", fullmatch=True),
    SPOKEN,
)
def test_every_number_is_words(
    postcode: str, phone: str, count: int, key: str, digits: str, language: str
) -> None:
    values: dict[str, SlotValue] = {
        "P": Postcode(postcode),
        "NUM": Phone(phone),
        "N": Count(count),
        "K": Key(key),
        "own": DigitWords(digits),
        "O": Place(postcode, registered=True),
    }

    for name in values:
        assert is_speakable(speak("a.key", f"{{{name}}}", language, values))


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_reading_back_loses_no_digit(phone: str) -> None:
    national = "0" + phone.removeprefix("+358") if phone.startswith("+358") else phone[1:]
    read = speak("a.key", "{NUM}", "en", {"NUM": Phone(phone)}).text.removeprefix("plus ")

    assert read == speak("a.key", "{own}", "en", {"own": DigitWords(national)}).text


def test_every_prompt_of_the_library_can_be_spoken() -> None:
    speeches = [
        speak(key, prompt.text[language], language, reference_values(key, language))
        for key, prompt in LIBRARY.items()
        for language in LANGUAGES
    ]

    assert [speech for speech in speeches if not is_speakable(speech)] == []


@given(NOWS, DISTANCES, SPOKEN, st.sampled_from(sorted(LIBRARY)))
def test_every_prompt_can_be_spoken_at_any_time(
    now: datetime, distance: timedelta, language: str, key: str
) -> None:
    values = reference_values(key, language) | {
        "T": Moment(now + distance, now),
        "T1": Moment(now, NOW),
        "T2": Later(now + distance, now, NOW),
    }

    assert is_speakable(speak(key, LIBRARY[key].text[language], language, values))
