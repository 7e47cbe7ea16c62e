"""Prompts and their values as pieces of speech."""

import pytest

from flows.speech import (
    KNOWN_PLACEHOLDERS,
    Later,
    MissingSlot,
    Moment,
    Name,
    Place,
    Postcode,
    SlotValue,
    Words,
    placeholders,
    speak,
)
from flows.verbs import Alias, Break, Speech
from tests.flows.speech.reference import ESTIMATE, LIBRARY, NOW, OURS, helsinki, said

TYPED = Place("29900", registered=False)


def test_words_around_a_value_stay_one_piece() -> None:
    speech = speak("whisper.postcode", "Postnummer {P}.", "sv", {"P": Postcode("65100")})

    assert speech == Speech(
        "whisper.postcode", "sv", ("Postnummer sex fem ett", Break(150), "noll noll.")
    )


def test_a_bar_between_options_is_half_a_second() -> None:
    speech = speak("a.menu", "Laskut, yksi. | Muut, kaksi.", "fi", {})

    assert speech.pieces == ("Laskut, yksi.", Break(500), "Muut, kaksi.")
    assert speech.text == "Laskut, yksi. Muut, kaksi."


def test_the_required_sentence_is_said_word_for_word() -> None:
    assert said("notice.general.eta", "fi") == (
        "Asiakastietojen mukaisella postinumeroalueellanne kaksi yhdeksän yhdeksän nolla nolla "
        "on jakeluhäiriö. Arvioitu korjausaika on tänään kello yhdeksäntoista."
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fi",
            (
                "Asiakastietojen mukaisella postinumeroalueellanne kaksi yhdeksän yhdeksän nolla "
                "nolla on sähkönjakelun häiriö. Arvioitu korjausaika on tänään kello "
                "yhdeksäntoista."
            ),
        ),
        (
            "sv",
            (
                "Enligt våra kunduppgifter är ert postnummer två nio nio noll noll. I området "
                "pågår ett elavbrott. Felet beräknas vara åtgärdat i dag klockan nitton."
            ),
        ),
        (
            "en",
            (
                "According to our records, your postcode is two nine nine zero zero. In that area "
                "there is a power cut. We expect it to be repaired by seven p.m. today."
            ),
        ),
    ],
)
def test_a_power_cut_with_an_estimate(language: str, sentence: str) -> None:
    assert said("notice.electricity.eta", language) == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fi",
            (
                "Suunniteltu sähkökatko postinumeroalueellanne kaksi yhdeksän yhdeksän nolla "
                "nolla alkaa huomenna kello yhdeksän ja päättyy arviolta kello kaksitoista."
            ),
        ),
        (
            "sv",
            (
                "I ert postnummerområde två nio nio noll noll blir det ett planerat elavbrott. "
                "Det börjar i morgon klockan nio och beräknas ta slut klockan tolv."
            ),
        ),
        (
            "en",
            (
                "In your postcode area two nine nine zero zero, there will be a planned power "
                "cut. It starts at nine a.m. tomorrow and should end by twelve noon."
            ),
        ),
    ],
)
def test_planned_work_that_is_coming(language: str, sentence: str) -> None:
    assert said("notice.electricity.planned_coming", language) == sentence


@pytest.mark.parametrize(
    ("language", "place", "forms"),
    [
        (
            "fi",
            OURS,
            {
                "O": "Asiakastietojen mukaisella postinumeroalueellanne {}",
                "A": "postinumeroalueellanne {}",
                "A^": "Postinumeroalueellanne {}",
                "B": "alueellanne",
            },
        ),
        (
            "fi",
            TYPED,
            {
                "O": "Postinumeroalueella {}",
                "A": "postinumeroalueella {}",
                "A^": "Postinumeroalueella {}",
                "B": "postinumeroalueella {}",
            },
        ),
        (
            "sv",
            OURS,
            {
                "O": "Enligt våra kunduppgifter är ert postnummer {}. I området",
                "A": "i ert postnummerområde {}",
                "A^": "I ert postnummerområde {}",
                "B": "i ert område",
            },
        ),
        (
            "sv",
            TYPED,
            {
                "O": "I postnummerområde {}",
                "A": "i postnummerområde {}",
                "A^": "I postnummerområde {}",
                "B": "i postnummerområde {}",
            },
        ),
        (
            "en",
            OURS,
            {
                "O": "According to our records, your postcode is {}. In that area",
                "A": "in your postcode area {}",
                "A^": "In your postcode area {},",
                "B": "in your area",
            },
        ),
        (
            "en",
            TYPED,
            {
                "O": "In postcode area {},",
                "A": "in postcode area {}",
                "A^": "In postcode area {},",
                "B": "in postcode area {}",
            },
        ),
    ],
)
def test_a_place_says_how_we_know_it(language: str, place: Place, forms: dict[str, str]) -> None:
    values: dict[str, SlotValue] = {"O": place, "A": place, "B": place}
    digits = speak("a.key", "{P}", language, {"P": Postcode("29900")}).text

    assert {form: speak("a.key", f"{{{form}}}", language, values).text for form in forms} == {
        form: words.format(digits) for form, words in forms.items()
    }


def test_a_short_place_opens_without_its_origin() -> None:
    short = Place("29900", registered=True, short=True)

    assert said("notice.electricity.eta", "fi", O=short).startswith(
        "Postinumeroalueellanne kaksi yhdeksän yhdeksän nolla nolla on sähkönjakelun häiriö."
    )


def test_pm_at_the_end_of_a_sentence_has_one_full_stop() -> None:
    start, end = helsinki("2026-11-23 13:00"), helsinki("2026-11-23 15:00")

    assert said(
        "notice.electricity.eta", "en", T=Moment(helsinki("2026-11-22 15:30"), NOW)
    ).endswith("by three thirty p.m. today.")
    assert said(
        "notice.electricity.planned_coming", "en", T1=Moment(start, NOW), T2=Later(end, start, NOW)
    ).endswith("should end by three p.m.")


def test_a_name_may_be_said_otherwise_than_it_is_written() -> None:
    values = {"company": Name("DNA", "dee än aa")}

    speech = speak("open.greet.service", "{company}, asiakaspalvelu.", "fi", values)

    assert speech.pieces == (Alias("DNA", "dee än aa"), ", asiakaspalvelu.")
    assert speech.text == "DNA, asiakaspalvelu."


def test_a_missing_value_names_the_prompt_and_the_placeholder() -> None:
    with pytest.raises(MissingSlot, match=r"notice\.electricity\.eta.*T\.by") as missing:
        speak("notice.electricity.eta", "Back {T.by}.", "en", {})

    assert (missing.value.key, missing.value.placeholder) == ("notice.electricity.eta", "T.by")


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("{T}", {"T": Postcode("29900")}),
        ("{A}", {"A": Words("täällä")}),
        ("{where}", {"where": OURS}),
    ],
)
def test_a_value_of_another_kind_is_missing(template: str, values: dict[str, SlotValue]) -> None:
    with pytest.raises(MissingSlot):
        speak("a.key", template, "fi", values)


def test_placeholders_are_listed_as_written() -> None:
    assert placeholders("{A^} on katko. Se alkaa {T1.at}, {A^}.") == ["A^", "T1.at", "A^"]


def test_every_placeholder_of_the_library_is_known() -> None:
    used = {
        name
        for prompt in LIBRARY.values()
        for text in prompt.text.values()
        for name in placeholders(text)
    }

    assert used <= KNOWN_PLACEHOLDERS


def test_figures_in_a_prompt_itself_become_words() -> None:
    assert speak("own.text", "Avoinna kello 8.30.", "fi", {}).text == (
        "Avoinna kello kahdeksan kolmekymmentä."
    )


def test_a_value_is_not_read_as_a_prompt() -> None:
    speech = speak("open.emergency.frame", "{message}", "en", {"message": Words("{T} | now")})

    assert speech.pieces == ("{T} now",)


def test_an_estimate_is_heard_the_same_when_rendered_twice() -> None:
    values: dict[str, SlotValue] = {"T": Moment(ESTIMATE, NOW)}

    assert speak("a.key", "{T}", "sv", values) == speak("a.key", "{T}", "sv", values)
