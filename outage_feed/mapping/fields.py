"""Which field of a source tells which of ours."""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from outage_feed.described import MOST_LANGUAGES, Language
from outage_feed.mapping.places import AreasOf
from outage_feed.mapping.reading import Entry
from outage_feed.mapping.settings import FieldOf, NumberOf, Path, Setting, Ways
from outage_feed.mapping.times import ChangeOf, EndOf, StartOf
from outage_feed.mapping.words import KindOf, ServiceOf, StatusOf

MOST_DETAILS = 40
APART = {"areas", "cause", "messages", "details"}


def _labelled(given: Any) -> Any:
    if isinstance(given, str):
        return {given: given}
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        return {name: name for name in given}
    return given


Texts = Annotated[dict[Language, Ways[FieldOf]], Field(max_length=MOST_LANGUAGES)]
Label = Annotated[str, Field(min_length=1, max_length=100)]
Details = Annotated[dict[Label, Path], BeforeValidator(_labelled), Field(max_length=MOST_DETAILS)]


class Fields(Setting):
    """Our fields, each with the ways to learn it. Without `updated_at`: when it was received."""

    id: Ways[FieldOf]
    revision: Ways[NumberOf] | None = None
    status: Ways[StatusOf]
    service: Ways[ServiceOf]
    kind: Ways[KindOf] | None = None
    areas: Ways[AreasOf]
    starts_at: Ways[StartOf] | None = None
    estimated_restoration: Ways[EndOf] | None = None
    ends_at: Ways[EndOf] | None = None
    expires_at: Ways[EndOf] | None = None
    updated_at: Ways[ChangeOf] | None = None
    cause: Texts = Field(default_factory=dict)
    messages: Texts = Field(default_factory=dict)
    details: Details = Field(default_factory=dict)

    @cached_property
    def plain(self) -> list[tuple[str, Sequence[Entry]]]:
        """Each of our fields that is mapped and holds one value."""
        names = [name for name in type(self).model_fields if name not in APART]
        return [(name, getattr(self, name)) for name in names if getattr(self, name)]

    @cached_property
    def texts(self) -> list[tuple[str, str, Sequence[Entry]]]:
        """Each text that is mapped: `cause` or `messages`, its language, its ways."""
        return [
            (name, language, ways)
            for name in ("cause", "messages")
            for language, ways in getattr(self, name).items()
        ]
