"""What an engineer may write of a source, and what they are told of what they may not."""

from typing import Any

import pytest

from ivr.feeds.limits import Limits
from ivr.feeds.settings import BadSourceSettings, read_settings
from outage_feed.formats import own_json

POLL = {"url": "https://oms.example.fi/outages", "every_seconds": "300"}


def problems(given: Any) -> list[str]:
    with pytest.raises(BadSourceSettings) as raised:
        read_settings(given)
    return [str(problem) for problem in raised.value.problems]


def test_nothing_written_is_the_defaults() -> None:
    settings = read_settings({})
    assert (settings.format, settings.signature, settings.poll) == ("", "optional", None)
    assert (settings.stale_after_seconds, settings.silent_after_seconds) == (6 * 3600, 24 * 3600)
    assert (settings.reader, settings.limits.areas) == (None, ())


def test_everything_is_written_as_text() -> None:
    settings = read_settings(
        {
            "format": "own-json",
            "options": {},
            "stale_after_seconds": "600",
            "silent_after_seconds": "1200",
            "never_stale": "true",
            "services": ["electricity", "water"],
            "areas": ["29900", "00100-00990", {"municipality": "Pori"}],
            "signature": "required",
            "pushes_a_minute": "60",
            "confirm_over": "20000",
            "report_url": "https://oms.example.fi/still-out",
            "poll": {**POLL, "complete": "true", "headers": {"Authorization": "Bearer x"}},
        }
    )
    assert settings.reader is not None
    assert (settings.reader[0].NAME, settings.reader[1]) == ("own-json", own_json.Options())
    assert settings.limits == Limits(
        ("29900", "00100-00990", {"municipality": "Pori"}), ("electricity", "water")
    )
    assert (settings.never_stale, settings.confirm_over, settings.pushes_a_minute) == (
        True,
        20_000,
        60,
    )
    assert settings.poll is not None
    assert (settings.poll.every_seconds, settings.poll.complete) == (300, True)


def test_every_problem_is_said_at_once() -> None:
    found = problems(
        {
            "formatt": "x",
            "format": "xml",
            "stale_after_seconds": "600",
            "silent_after_seconds": "60",
            "services": ["gas"],
            "areas": ["2990", "99999", {"municipality": "Atlantis"}],
            "report_url": "http://oms.example.fi",
            "poll": {"url": "ftp://x", "every_seconds": "1", "headers": {"Host": "x", "A b": ""}},
        }
    )
    assert sorted(place.partition(":")[0] for place in found) == [
        "areas[0]",
        "areas[1]",
        "areas[2]",
        "format",
        "formatt",
        "poll.every_seconds",
        'poll.headers."A b"',
        'poll.headers."A b"',
        "poll.headers.Host",
        "poll.url",
        "report_url",
        "services[0]",
        "silent_after_seconds",
    ]


def test_the_options_are_checked_by_the_format() -> None:
    found = problems({"format": "own-json", "options": {"colour": "red"}})
    assert found == ["options.colour: is not known here"]


def test_options_without_a_format_are_a_mistake() -> None:
    assert problems({"options": {"a": "b"}}) == ["options: belong to a format: name it as format"]


@pytest.mark.parametrize(
    ("url", "more", "said"),
    [
        ("http://oms.example.fi/", {}, "must begin with https:// (or say plain_http: true)"),
        ("https://user:word@oms.example.fi/", {}, "holds a name or a password"),
        ("https:///outages", {}, "must be an address such as"),
        ("https://oms.example.fi:99999/", {}, "must be an address such as"),
        ("https://oms.example.fi/a b", {}, "must be an address such as"),
        ("https://häiriö.example.fi/", {}, "must be an address such as"),
        ("file:///etc/passwd", {"plain_http": "true"}, "must be an address such as"),
        ("gopher://oms.example.fi/", {"plain_http": "true"}, "must begin with https://"),
    ],
)
def test_an_address_that_is_not_asked(url: str, more: dict[str, str], said: str) -> None:
    (found,) = problems({"format": "own-json", "poll": {**POLL, "url": url, **more}})
    assert found.startswith(f"poll.url: {said}")


def test_plain_http_must_be_said() -> None:
    poll = {**POLL, "url": "http://10.0.0.1:8080/outages", "plain_http": "true"}
    assert read_settings({"format": "own-json", "poll": poll}).poll is not None


def test_to_poll_the_format_must_be_named() -> None:
    assert problems({"poll": POLL}) == ["format: is needed to poll: name what is found there"]


@pytest.mark.parametrize("given", ["", "text", ["a"]])
def test_settings_that_are_no_map(given: Any) -> None:
    assert len(problems(given)) == 1
