"""What the pages of calls and of callbacks have in common."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template
from sqlalchemy import Connection

from ivr.admin.callback_words import why_words
from ivr.admin.whole_numbers import shown_once
from ivr.desk.board import names_of
from ivr.lines.store import ConfigurationStore
from ivr.masking import masked
from ivr.services import Services
from ivr.web.words import language_of_page


@dataclass(frozen=True, slots=True)
class Seen:
    """What is read, and how it is drawn: numbers masked, whatever a page does."""

    services: Services
    applied: ConfigurationStore

    def reading(self) -> Connection:
        """Open a connection that only reads."""
        return self.services.engine.connect().execution_options(readonly=True)

    def drawn(self, template: str, **values: object) -> str:
        """Draw a page with what all of them know."""
        return render_template(
            template,
            now=self.services.clock.now(),
            line_names=names_of(self.applied.current()),
            masked=masked,
            why=lambda text: why_words(text, language_of_page()),
            **values,
        )

    def with_number(self, about: str, draw: Callable[[], str]) -> str:
        """Draw a page with its whole number, and keep that it was shown."""
        drawn = draw()
        with self.services.engine.begin() as connection:
            shown_once(connection, about, self.services.clock.now())
        return drawn
