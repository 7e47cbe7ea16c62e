"""The whole configuration, and everything that is wrong with it at once."""

from pathlib import Path
from typing import Any

import pytest

from routing.configuration import (
    BadConfiguration,
    Configuration,
    read_configuration,
    read_kept,
)
from routing.document import read_document
from routing.policies import Emergency
from tests.routing.configured import LINE, small_sections

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "ivr" / "demo" / "configuration.yaml"
DEMO_FLOWS = {"customer-service", "fault-line", "delivery"}


def demo() -> dict[str, Any]:
    return dict(read_document(DEMO.read_text("utf-8")).sections)


def problems(sections: dict[str, Any], flows: set[str] | None = None) -> list[str]:
    with pytest.raises(BadConfiguration) as caught:
        read_configuration(sections, flows)
    return [str(problem) for problem in caught.value.problems]


def test_the_demo_is_in_order() -> None:
    read = read_configuration(demo(), DEMO_FLOWS)
    assert [(line.name, line.urgent, line.topic) for line in read.lines.values()] == [
        ("customer-service", False, "any"),
        ("fault-line", True, "faults"),
        ("delivery", False, "delivery"),
    ]
    assert set(read.teams) == {"service-fi", "service-sv", "service-en", "faults", "delivery"}
    assert (read.callbacks.countries, read.callbacks.attempts) == (("FI", "AX"), 3)
    assert read.emergency.spoken == {}


def test_of_what_a_newer_version_has_applied_only_what_is_not_known_is_left_out() -> None:
    newer = demo()
    newer["music"] = {"all": "calm"}
    newer["queue"] = {**newer.get("queue", {}), "music": "calm"}
    number, line = next(iter(newer["lines"].items()))
    newer["lines"] = {**newer["lines"], number: {**line, "music": "calm"}}
    newer["hours"]["office"]["exceptions"][0]["music"] = "calm"
    assert len(problems(newer)) == 4
    assert read_kept(newer) == read_configuration(demo())


def test_what_else_is_wrong_with_what_was_applied_is_still_wrong() -> None:
    broken = small_sections()
    broken["lines"][LINE] |= {"music": "calm", "flow": "Not A Slug"}
    with pytest.raises(BadConfiguration, match="small letters"):
        read_kept(broken)


def test_nothing_at_all_is_an_empty_configuration() -> None:
    assert read_configuration({}) == Configuration()


def test_a_line_has_its_defaults() -> None:
    line = read_configuration(small_sections()).lines[LINE]
    assert (line.number, line.shown_number, line.topic, line.hours) == (LINE, LINE, "any", None)
    assert line.labels == {"fi": "asiakaspalvelu", "sv": "kundtjänst"}


def test_a_line_speaks_its_own_language_when_it_names_no_others() -> None:
    sections = small_sections()
    sections["lines"][LINE] = {"name": "a", "flow": "b", "language": "sv", "services": "heat"}
    assert read_configuration(sections).lines[LINE].languages == ("sv",)


def test_a_line_may_have_a_name_and_a_number_of_its_own_to_show() -> None:
    sections = small_sections()
    sections["lines"][LINE] |= {"label": {"fi": "vuokraus"}, "caller_id": "+358931570009"}
    line = read_configuration(sections).lines[LINE]
    assert line.labels == {"fi": "vuokraus", "sv": "kundtjänst"}
    assert line.shown_number == "+358931570009"


def test_a_missing_company_name_is_filled_with_the_first() -> None:
    sections = small_sections() | {"company": {"fi": "Pohjolan Verkko"}}
    read = read_configuration(sections)
    assert read.company_for(read.lines[LINE]) == {"fi": "Pohjolan Verkko", "sv": "Pohjolan Verkko"}


def test_everything_wrong_in_every_section_is_said_at_once() -> None:
    sections = {
        "company": {"de": "Nordnetz"},
        "lines": {
            "0931570000": {"name": "One", "flow": "f", "services": ["gas"], "urgent": "maybe"},
            LINE: {
                "name": "two",
                "flow": "nosuch",
                "languages": ["sv"],
                "services": [],
                "hours": "h",
            },
            "+358931570001": {
                "name": "two",
                "flow": "nosuch",
                "services": "heat",
                "colour": "red",
            },
            "+358931570002": "text",
            "+358931570003": {
                "name": "two",
                "flow": "flow",
                "services": ["heat"],
                "hours": "night",
            },
        },
        "teams": {
            "a": {"language": "fi", "dial": ["+358931570010", LINE], "lines": ["two", "ten"]},
            "b": {"language": ["fi", "fi"], "topics": [], "dial": "112"},
            "c": {"language": "fi", "dial": "+358931570030", "hours": "night"},
        },
        "hours": [],
        "callbacks": {"countries": ["FI", "XX"], "attempts": "none", "quiet": "late"},
        "emergency": {"on": "true", "message": {"fi": " "}},
        "flows": {},
    }
    assert problems(sections, {"flow"}) == [
        (
            "flows: is not a section; there are company, lines, teams, hours, callbacks, "
            "messages, queue, emergency"
        ),
        "company.de: is not a language; there are fi, sv, en",
        'lines."0931570000": must be a valid international number, such as +358931570010',
        (
            'lines."0931570000".name: must be small letters, digits and hyphens, '
            "such as customer-service, at most 40 characters"
        ),
        (
            'lines."0931570000".services[0]: '
            "must be electricity, newspaper, telecom, water, heat, mail or other"
        ),
        'lines."0931570000".urgent: must be true or false',
        'lines."+358931570000".languages: must include the line\'s own language, fi',
        'lines."+358931570001".colour: is not known here',
        'lines."+358931570002": must be a map',
        "teams.b.language: has the same value twice",
        "teams.b.topics: must not be empty",
        "teams.b.dial[0]: must be a valid international number, such as +358931570010",
        "hours: must be a map",
        "callbacks.countries[1]: must be a country's two letters, such as FI",
        "callbacks.attempts: must be a whole number",
        "callbacks.quiet: must be a window such as 08:00-16:00, or 24h",
        "emergency: is on, but there is no message",
        'lines."+358931570003".hours: there are no hours named night',
        "teams.c.hours: there are no hours named night",
        "teams.a.lines[1]: there is no line named ten",
        "teams.a.dial[1]: is one of our own lines: the call would come back",
    ]


def test_a_flow_that_is_not_published_is_refused() -> None:
    assert problems(small_sections(), {"other"}) == [
        f'lines."{LINE}".flow: there is no published flow service; there are other'
    ]


def test_line_names_are_unique() -> None:
    sections = small_sections()
    sections["lines"]["+358931570001"] = sections["lines"][LINE]
    assert problems(sections) == [
        f'lines."{number}".name: service is also another line\'s name'
        for number in (LINE, "+358931570001")
    ]


def test_every_line_has_somebody_to_take_its_calls() -> None:
    sections = small_sections()
    sections["lines"]["+358931570001"] = sections["lines"][LINE] | {"name": "other"}
    sections["teams"]["service-fi"] |= {"lines": "service"}
    assert problems(sections) == ['lines."+358931570001": no team takes its calls']
    del sections["teams"]
    assert len(problems(sections)) == 2


def test_a_line_needs_the_company_that_answers_it() -> None:
    sections = small_sections()
    del sections["company"]
    assert problems(sections) == ["company: is missing: callers hear it first"]


def test_an_emergency_that_is_on_is_spoken_in_the_languages_it_has() -> None:
    emergency = {"on": "true", "message": {"fi": "Myrsky.", "sv": ""}}
    read = read_configuration(small_sections() | {"emergency": emergency})
    assert read.emergency.spoken == {"fi": "Myrsky."}


def test_names_and_messages_that_nobody_could_listen_to_are_refused() -> None:
    sections = small_sections() | {
        "company": {"fi": "A" * 101},
        "emergency": {"on": "false", "message": {"fi": "A" * 501}},
    }
    sections["lines"][LINE] |= {"label": {"fi": "A" * 101}}
    long_name = "is too long to listen to: at most 100 characters each"
    assert sorted(problems(sections)) == [
        f"company: {long_name}",
        "emergency: has a message of more than 500 characters",
        f'lines."{LINE}".label: {long_name}',
    ]


def test_names_and_messages_of_just_the_length_allowed_are_kept() -> None:
    sections = small_sections() | {
        "company": {"fi": "A" * 100},
        "emergency": {"on": "true", "message": {"fi": "A" * 500}},
    }
    read = read_configuration(sections)
    assert (len(read.company["fi"]), len(read.emergency.spoken["fi"])) == (100, 500)


def test_only_desks_help_those_who_wait() -> None:
    sections = small_sections()
    sections["teams"] |= {
        "desk": {
            "language": "fi",
            "desk": True,
            "overflow": {"after_seconds": 60, "teams": ["service-fi", "nobody", "desk"]},
        },
        "rung": {
            "language": "fi",
            "dial": "+358931570011",
            "overflow": {"after_seconds": 60, "teams": ["desk"]},
        },
    }
    no_desk = "service-fi is no desk: only desks take those who wait"
    assert problems(sections) == [
        f"teams.desk.overflow.teams[0]: {no_desk}",
        "teams.desk.overflow.teams[1]: there is no team named nobody",
        "teams.rung.overflow: is for desks: nobody waits for this team",
    ]


def test_the_queue_has_its_times_and_they_have_limits() -> None:
    queue = read_configuration({}).queue
    assert (queue.offer_after_minutes, queue.longest_minutes) == (10, 60)
    sections = small_sections() | {"queue": {"offer_after_minutes": 0, "longest_minutes": 601}}
    assert [one.partition(":")[0] for one in problems(sections)] == [
        "queue.offer_after_minutes",
        "queue.longest_minutes",
    ]


def test_an_emergency_may_be_on_for_some_lines_alone() -> None:
    words = {"fi": "Myrsky."}
    everywhere = Emergency(on=True, message=words)
    here = Emergency(on=True, message=words, lines=("fault-line",))
    assert everywhere.spoken_on("delivery") == words
    assert (here.spoken_on("fault-line"), here.spoken_on("delivery")) == (words, {})
    assert Emergency(message=words, lines=("fault-line",)).spoken_on("fault-line") == {}


def test_an_emergency_on_a_line_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadConfiguration) as refused:
        read_configuration({"emergency": {"on": "false", "lines": ["nowhere"]}})
    assert [str(one) for one in refused.value.problems] == [
        "emergency.lines[0]: there is no line named nowhere"
    ]
