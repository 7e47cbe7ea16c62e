"""Every text there is, written out for the longest values: one message each, without "today"."""

import re
from datetime import datetime, timedelta

import pytest

from flows.asks import Area, Notice
from flows.speech import placeholders
from flows.written import fits
from flows.written.alphabet import plain
from ivr.bundles.library import shipped_prompts, shipped_texts
from ivr.messages.texts import Wording, national
from routing.configuration import Configuration, read_configuration
from routing.lines import Line

NOW = datetime.fromisoformat("2026-11-22T15:00:00+02:00")
LATE = NOW.replace(hour=18, minute=45)
LANGUAGES = ("fi", "sv", "en")
SERVICES = ("electricity", "telecom", "water", "heat", "newspaper", "mail", "other")
NUMBER = "+358101234567"
TODAY = re.compile(r"tänään|huomenna|i dag|i morgon|today|tomorrow|tonight|ensi yö|i natt")
KEYS = re.compile(r"painaka|tryck|press ", re.IGNORECASE)
STATES = sorted(
    {
        key.split(".")[2]
        for key in shipped_prompts()
        if key.startswith("notice.") and len(key.split(".")) == 3 and "lifted" not in key
    }
    - {"continues", "boil", "do_not_drink"}
)


@pytest.fixture(scope="module")
def company() -> Configuration:
    """A company with the longest name that the texts are made for."""
    line = {
        "name": "line",
        "flow": "fault-line",
        "languages": list(LANGUAGES),
        "services": list(SERVICES),
    }
    team = {"language": "fi", "dial": "+358931570010"}
    names = {"fi": "Esimerkkiyhtiö X", "sv": "Exempelbolaget X", "en": "Example Company."}
    return read_configuration({"company": names, "lines": {NUMBER: line}, "teams": {"t": team}})


def wording(company: Configuration, language: str) -> Wording:
    line: Line = company.lines[NUMBER]
    return Wording(company, line, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_a_callback_came_to_nothing_is_one_message(
    company: Configuration, language: str
) -> None:
    assert not wrong(wording(company, language).unreached())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_repair_is_one_message(company: Configuration, language: str) -> None:
    words = wording(company, language)
    texts = [words.repaired(service, "29900", LATE, NOW) for service in SERVICES]
    assert [text for text in texts if wrong(text)] == []
    assert all("29900" in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", SERVICES)
def test_the_notice_of_every_state_is_one_message(
    company: Configuration, service: str, language: str
) -> None:
    texts = {state: of_state(company, state, service, language) for state in STATES}
    assert {state: text for state, text in texts.items() if wrong(text)} == {}


def of_state(company: Configuration, state: str, service: str, language: str) -> str:
    """The answer for a postcode where this is told of this service."""
    at = LATE - timedelta(hours=5) if state in {"overdue", "stale", "restored"} else LATE
    notice = Notice("k", service, state, at=at, until=LATE + timedelta(hours=18, minutes=30))
    area = Area("29900", "area", covered=True, notices=(notice,))
    return wording(company, language).notices(area, (service,), NOW)


def wrong(text: str) -> bool:
    """Is it more than one message, or not to be read tomorrow, or no text but speech?"""
    spoken = TODAY.search(text) or KEYS.search(text)
    return bool(spoken) or not fits(text) or text != plain(text) or national(NUMBER) not in text


def test_two_faults_are_told_together_where_they_fit(company: Configuration) -> None:
    both = tuple(Notice("k", service, "no_eta") for service in ("electricity", "water"))
    area = Area("29900", "area", covered=True, notices=both)
    one = wording(company, "fi").notices(area, SERVICES, NOW)
    assert "sähkönjakelun" in one
    short = tuple(Notice("k", service, "planned_now", at=LATE) for service in ("heat", "water"))
    told = wording(company, "en").notices(Area("29900", "area", True, short), SERVICES, NOW)
    assert fits(told)
    assert "heating" in told


@pytest.mark.parametrize("key", sorted(shipped_texts()))
def test_every_text_is_in_every_language_and_takes_the_same_values(key: str) -> None:
    texts = shipped_texts()[key].text
    assert tuple(texts) == LANGUAGES
    names = {frozenset(name.partition(".")[0] for name in placeholders(t)) for t in texts.values()}
    assert len(names) == 1
    bare = [re.sub(r"[{}]", "", text) for text in texts.values()]
    assert [plain(text) for text in bare] == bare


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["help", "trouble"])
def test_answers_without_a_place_are_one_message(
    company: Configuration, key: str, language: str
) -> None:
    assert fits(wording(company, language).said(key))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["unknown", "pobox", "area"])
@pytest.mark.parametrize("covered", [True, False])
@pytest.mark.parametrize("services", [("electricity",), ("newspaper", "mail")])
def test_answers_for_a_place_without_a_notice_are_one_message(
    company: Configuration, services: tuple[str, ...], kind: str, language: str, *, covered: bool
) -> None:
    area = Area("29900", kind, covered)  # type: ignore[arg-type]
    text = wording(company, language).notices(area, services, LATE)
    assert fits(text), text
    assert national(NUMBER) in text
    words = wording(company, language)
    assert fits(words.stopped())
    assert fits(words.started())
