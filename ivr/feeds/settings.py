"""How one source sends, as an engineer writes it in YAML: checked, every problem at once."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ivr.feeds.limits import Limits
from ivr.feeds.postcodes import gazetteer
from outage_feed.areas import BadArea, parse_area
from outage_feed.formats import Format, formats
from outage_feed.freshness import SILENT_AFTER, STALE_AFTER
from outage_feed.outage import Service
from routing.document import Path
from routing.problems import Problem, problems_of

FORMATS = formats()
DAY = 86_400
HEADER = r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
"""RFC 9110: a token."""
OURS = frozenset({"host", "content-length", "connection", "accept-encoding"})
ASKED_BY_US = frozenset({"if-none-match", "if-modified-since"})
Value = Annotated[str, Field(pattern=r"^[\x20-\x7e]+$", max_length=4000)]
"""Longer than what may be written, since it is kept sealed."""
Seconds = Annotated[int, Field(ge=60, le=365 * DAY)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Poll(_Strict):
    """
    Where and how often to ask. `complete`: what it lists is all that there is at that moment.

    `headers` are sent with every request to that address, and are kept sealed.
    """

    url: Annotated[str, Field(max_length=2000)]
    every_seconds: Annotated[int, Field(ge=10, le=DAY)]
    complete: bool = False
    headers: dict[Annotated[str, Field(pattern=HEADER, max_length=100)], Value] = {}
    plain_http: bool = False


class SourceSettings(_Strict):
    """
    What is left out has its default. `services` and `areas`: all that it may speak of.

    `format`: empty, each push says by its Content-Type. `confirm_over`: an outage of more
    customers of ours waits for a person. `major_over`: faults in more postcodes are a major
    disturbance. `report_url` is told by POST who is still without.
    """

    format: str = ""
    options: dict[str, Any] = {}
    stale_after_seconds: Seconds = int(STALE_AFTER.total_seconds())
    silent_after_seconds: Seconds = int(SILENT_AFTER.total_seconds())
    never_stale: bool = False
    services: tuple[Service, ...] = ()
    areas: tuple[Any, ...] = ()
    signature: Literal["optional", "required"] = "optional"
    pushes_a_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 6_000
    confirm_over: Annotated[int, Field(ge=0)] | None = None
    major_over: Annotated[int, Field(ge=1)] | None = None
    report_url: Annotated[str, Field(max_length=2000)] = ""
    poll: Poll | None = None

    @cached_property
    def limits(self) -> Limits:
        """What it may speak of."""
        return Limits(self.areas, self.services)

    @cached_property
    def reader(self) -> tuple[Format, BaseModel] | None:
        """The format and its options; None: as the Content-Type says."""
        if not self.format:
            return None
        chosen = FORMATS[self.format]
        return chosen, chosen.Options.model_validate(self.options)


class BadSourceSettings(Exception):
    """Settings that cannot be; `problems` holds every one of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def read_settings(given: Any, under: Path = ()) -> SourceSettings:
    """Read the settings of one source. Raises BadSourceSettings; `under` is where they stand."""
    problems: list[Problem] = []
    settings = None
    try:
        settings = SourceSettings.model_validate(given)
    except ValidationError as error:
        problems += problems_of(error, under)
    if isinstance(given, Mapping):
        problems += [Problem((*under, *p.path), p.text) for p in _more(given)]
    if settings is None or problems:
        raise BadSourceSettings(problems)
    return settings


def _more(given: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong beyond the shape, whatever else is wrong."""
    yield from _format_problems(given)
    yield from _area_problems(given.get("areas", ()))
    yield from _limit_problems(given)
    report, poll = given.get("report_url"), given.get("poll")
    if isinstance(report, str):
        yield from _address_problems(("report_url",), report, {"https"})
    if isinstance(poll, Mapping):
        yield from _poll_problems(given, poll)


def _format_problems(given: Mapping[str, Any]) -> Iterator[Problem]:
    name, options = given.get("format", ""), given.get("options", {})
    if not name:
        if options:
            yield Problem(("options",), "belong to a format: name it as format")
        return
    if name not in FORMATS:
        yield Problem(("format",), f"must be one of {', '.join(sorted(FORMATS))}")
        return
    try:
        FORMATS[name].Options.model_validate(options)
    except ValidationError as error:
        yield from problems_of(error, ("options",))


def _area_problems(areas: Any) -> Iterator[Problem]:
    for index, area in enumerate(areas if isinstance(areas, list | tuple) else ()):
        try:
            parse_area(area)
        except BadArea as error:
            yield Problem(("areas", index), str(error))
            continue
        if not gazetteer().resolve([area]).postcodes:
            yield Problem(("areas", index), "there is no such place")


def _limit_problems(given: Mapping[str, Any]) -> Iterator[Problem]:
    stale = _number(given.get("stale_after_seconds", int(STALE_AFTER.total_seconds())))
    silent = _number(given.get("silent_after_seconds", int(SILENT_AFTER.total_seconds())))
    if stale is not None and silent is not None and silent < stale:
        yield Problem(("silent_after_seconds",), f"must be at least stale_after_seconds, {stale}")


def _poll_problems(given: Mapping[str, Any], poll: Mapping[str, Any]) -> Iterator[Problem]:
    if not given.get("format"):
        yield Problem(("format",), "is needed to poll: name what is found there")
    url, headers = poll.get("url"), poll.get("headers")
    plain = str(poll.get("plain_http", "")).lower() in {"true", "yes", "on", "1"}
    if isinstance(url, str):
        yield from _address_problems(("poll", "url"), url, {"https", *({"http"} if plain else ())})
    for name in headers if isinstance(headers, Mapping) else ():
        if str(name).lower() in OURS | ASKED_BY_US:
            yield Problem(("poll", "headers", str(name)), "is Linja's own to set")


def _address_problems(at: Path, url: str, schemes: set[str]) -> Iterator[Problem]:
    try:
        parts = urlsplit(url)
        found, port = (parts.scheme, parts.hostname), parts.port
    except ValueError:
        found, port = ("", None), None
    if not all(found) or port == 0 or not url.isascii() or not url.isprintable() or " " in url:
        yield Problem(at, "must be an address such as https://oms.example.fi/outages")
    elif found[0] not in schemes:
        hint = " (or say plain_http: true)" if at == ("poll", "url") else ""
        yield Problem(at, f"must begin with https://{hint}")
    elif "@" in parts.netloc:
        yield Problem(at, "holds a name or a password: use headers, which are kept sealed")


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isdecimal() else None
