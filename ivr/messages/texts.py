"""The words of text messages, each in one message of the basic alphabet where it can be."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import phonenumbers
from phonenumbers import PhoneNumberFormat

from flows.asks import Area, Notice
from flows.speech import Moment, Name, Place, Postcode, SlotValue, Words
from flows.wording import DELIVERY, wording
from flows.written import fits, write
from ivr.bundles.library import shipped_prompts, shipped_texts
from routing.configuration import Configuration
from routing.lines import Line

TODAY = {"next_day": "eta", "not_today": "no_eta"}
"""Notices that say "today", and what is written instead: it may be read tomorrow."""


class Wording:
    """Writes for one line in one language; a line that lost the language writes in its own."""

    def __init__(self, configuration: Configuration, line: Line, language: str) -> None:
        self._language = language if language in line.languages else line.language
        company = configuration.company_for(line)[self._language]
        self._known: Mapping[str, SlotValue] = {
            "company": Name(company),
            "phone": Words(national(line.number)),
        }
        self._company = company

    def repaired(self, service: str, postcode: str, at: datetime, now: datetime) -> str:
        """Tell that it is repaired, since when, and whom to call if it is not."""
        key = f"restored.{service}"
        key = key if key in shipped_texts() else "restored.general"
        return self._text(key, P=Postcode(postcode), T=Moment(at, now))

    def notices(self, area: Area, services: Sequence[str], now: datetime) -> str:
        """Answer for a postcode: what is known of it, and how to reach a person."""
        if area.kind != "area":
            return self.said(area.kind, P=Postcode(area.postcode))
        told = [text for notice in area.notices if (text := self._notice(notice, area, now))]
        if told:
            return self._first_of(told)
        restored = next((each for each in area.notices if each.state == "restored"), None)
        if restored:
            at = restored.at or now
            return self.repaired(restored.service, area.postcode, at, now)
        if not area.covered:
            return self.said("no_data", P=Postcode(area.postcode))
        key = "none.delivery" if services and set(services) <= DELIVERY else "none"
        return self.said(key, P=Postcode(area.postcode), T=Moment(now, now))

    def unreached(self) -> str:
        """Tell whoever asked for a callback that we did not reach them, and ring no more."""
        return self._text("callback.unreached")

    def said(self, key: str, **values: SlotValue) -> str:
        """Write one of the answers, and how to reach a person."""
        return self._rounded(self._text(f"answer.{key}", **values))

    def stopped(self) -> str:
        """Say that nothing more will be sent; without a number, as nothing is asked."""
        return f"{self._company}: {self._text('answer.stopped')}"

    def started(self) -> str:
        """Say that messages will be sent again."""
        return f"{self._company}: {self._text('answer.started')}"

    def _first_of(self, told: Sequence[str]) -> str:
        """As many notices as are one message, but one at least."""
        both = self._rounded(" ".join(told[:2]))
        return both if fits(both) else self._rounded(told[0])

    def _notice(self, notice: Notice, area: Area, now: datetime) -> str:
        if notice.state == "restored":
            return ""
        for short in (False, True):
            text = self._worded(notice, Place(area.postcode, registered=False, short=short), now)
            if fits(f"{text} {self._person()}"):
                break
        return text

    def _worded(self, notice: Notice, place: Place, now: datetime) -> str:
        worded = wording(notice, place, now)
        if worded is None:
            return ""
        key, values = worded
        kept, _, state = key.rpartition(".")
        key = f"{kept}.{TODAY.get(state, state)}"
        # `wording` shortens places for the ear by itself: here it is decided by the whole.
        written = {name: place if isinstance(v, Place) else v for name, v in values.items()}
        return write(key, shipped_prompts()[key].text[self._language], self._language, written)

    def _rounded(self, text: str) -> str:
        """Say who writes, if it fits, and how to reach a person."""
        if not text:
            return ""
        plain = f"{text} {self._person()}"
        named = f"{self._company}: {plain}"
        return named if fits(named) else plain

    def _person(self) -> str:
        return self._text("answer.person")

    def _text(self, key: str, **values: SlotValue) -> str:
        template = shipped_texts()[key].text[self._language]
        return write(key, template, self._language, {**self._known, **values})


def national(number: str) -> str:
    """Return a number as it is dialled in its country: 09 31570000."""
    return phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.NATIONAL)
