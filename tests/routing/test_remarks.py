"""What works, but perhaps not as meant."""

from routing.configuration import read_configuration
from routing.remarks import remarks
from tests.routing.configured import LINE, small_sections


def test_a_language_that_nobody_speaks_is_remarked() -> None:
    said = "service: no team speaks sv; other teams take those calls"
    assert remarks(read_configuration(small_sections())) == (said,)


def test_an_emergency_message_that_some_do_not_hear_is_remarked() -> None:
    sections = small_sections() | {"emergency": {"on": "true", "message": {"fi": "Myrsky."}}}
    sections["teams"]["service-fi"]["language"] = ["fi", "sv"]
    assert remarks(read_configuration(sections)) == ("emergency.message: is not heard in sv",)


def test_a_topic_that_nobody_has_is_remarked() -> None:
    sections = small_sections()
    sections["lines"][LINE] |= {"languages": ["fi"], "topic": "billing"}
    sections["teams"]["service-fi"]["topics"] = ["faults"]
    said = "service: no team has the topic billing, or any"
    assert remarks(read_configuration(sections)) == (said,)
