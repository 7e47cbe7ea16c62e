"""The parts that every setting of a mapping is made of."""

from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from outage_feed.mapping.complaints import knowing, without_index
from outage_feed.mapping.reading import Reading
from outage_feed.mapping.values import Record

MOST_WAYS = 10
MOST_DIGITS = 25


class Setting(BaseModel):
    """Settings as YAML gives them: every scalar is a string. A misspelt one is a problem."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _known(cls, given: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(given)
        except ValidationError as error:
            names = (field.alias or name for name, field in cls.model_fields.items())
            raise knowing(error, names) from error


def _listed(given: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(given, list):
        return handler(given)
    try:
        return handler([given])
    except ValidationError as error:
        raise without_index(error) from error


def _ways(given: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(given, list):
        return handler([_way(way) for way in given])
    return _listed(_way(given), handler)


def _way(given: Any) -> Any:
    return {"field": given} if isinstance(given, str) else given


AnySetting = TypeVar("AnySetting", bound=Setting)
Ways = Annotated[list[AnySetting], Field(min_length=1, max_length=MOST_WAYS), WrapValidator(_ways)]
"""`name`, `{field: name, …}`, or a list of them, of which the first that says anything counts."""
Member = TypeVar("Member")
OneOrMore = Annotated[list[Member], WrapValidator(_listed)]
"""A list, or what would be its only member."""
Path = Annotated[str, Field(min_length=1, max_length=200)]


class FieldOf(Setting):
    """A field whose text is taken as it is."""

    field: Path

    def read(self, record: Record, reading: Reading) -> str | None:
        """Return its text. Raises BadValue."""
        return reading.text(record, self.field) or None


class NumberOf(FieldOf):
    """A field that counts versions."""

    def read(self, record: Record, reading: Reading) -> Any:
        """Return its number, or the text that is none, for the check of outages to refuse."""
        text = reading.text(record, self.field)
        digits = text.isascii() and text.isdigit() and len(text) < MOST_DIGITS
        return int(text) if digits else text or None
