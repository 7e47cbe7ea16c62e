"""
Whatever arrives, in every format: an answer that says what is wrong and where, or a push.

Never any other exception, and nothing in a push that could not be stored and read back.
"""

import json
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outage_feed.document import from_document, to_document
from outage_feed.formats import formats
from outage_feed.intake import placed, take
from outage_feed.push import Problem, Push, Sent, Unreadable
from outage_feed.texts import printable
from tests.outage_feed.made import FINLAND, NOW
from tests.outage_feed.seeds import SETTINGS, seeds

FORMATS = formats()
SEEDS = seeds()
CUTS = 80
EXAMPLES = 100
VALUE = re.compile(rb'(?<=>)[^<>]+(?=<)|"[^"]*"|(?<=[:,\[])[^"\s{}\[\],<>]+')
"""The text of an element, or a value or name of JSON or CSV."""
NASTY = [
    *(b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"\xe2\x80\xae", b" \t\r\n"),
    *(b"NaN", b"-Infinity", b"1e999", b"-1", b"1.5", b"9" * 400, b"null", b"true", b"0", b'"-1"'),
    *(b'"', b"'", b"{}", b"[]", b"[[]]", b"<", b"</alert>", b"&#0;", b"&a;", b"]]>", b"<!--"),
    *(b"<!DOCTYPE a>", b"<a/>", b"<![CDATA[", b"<?x ?>", b"A" * 600, b'"' + b"x" * 600 + b'"'),
    *(b'"0001-01-01T00:00:00+00:00"', b"9999-12-31T23:59:59+23:59", b"2026-11-22T24:00:00Z"),
    *(b"2026-10-25T03:30:00", b"2027-01-01T00:00:00Z", b"2026-02-30T00:00:00+02:00", b"1"),
    *(b"29900-00100", b"00000", b'"99999-99999"', b"2990*", b"*", b"Test", b"Cancel", b"Update"),
    *(b'"id": "a", "id": "b"', b'"x\\ud800"', b"\xc3\xa4", b",", b",,,,", b"\n\n", b"\r"),
]


@cache
def options(name: str) -> Any:
    return FORMATS[name].Options.model_validate(SETTINGS.get(name, {}))


def answer(name: str, body: bytes, charset: str = "") -> Push | None:
    """Read it as an installation would; None if it says clearly why it cannot be read."""
    try:
        push = FORMATS[name].read(Sent("grid", body, NOW, charset), options(name))
    except Unreadable as error:
        said(error.problems)
        return None
    for refused in push.refused:
        said(refused.errors)
        assert refused.id is None or (printable(refused.id) and len(refused.id) <= 200)
    for ignored in push.ignored:
        said([Problem("", ignored.why)])
    stored(push)
    return push


def said(problems: Any) -> None:
    assert problems
    for problem in problems:
        assert problem.problem
        assert len(problem.at) + len(problem.problem) < 5_000
        json.dumps([problem.at, problem.problem], ensure_ascii=False).encode()


def stored(push: Push) -> None:
    """Through the whole of intake, and to the database and back."""
    taken = take(placed(push, FINLAND), {}, None, NOW)
    for record in taken.changed.values():
        document = json.dumps(to_document(record.outage), allow_nan=False, ensure_ascii=False)
        assert from_document(json.loads(document.encode())) == record.outage


def every_seed() -> list[Any]:
    return [
        pytest.param(name, body, id=f"{name}-{number}")
        for name in FORMATS
        for number, body in enumerate(SEEDS.get(name, ()))
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_seeds_that_it_reads(name: str) -> None:
    pushes = [answer(name, body) for body in SEEDS.get(name, ())]
    assert any(push and push.items for push in pushes), "give it seeds in seeds.py"


@pytest.mark.parametrize(("name", "body"), every_seed())
def test_what_is_cut_short_is_answered(name: str, body: bytes) -> None:
    for length in range(0, len(body), max(1, len(body) // CUTS)):
        answer(name, body[:length])


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_meant_for_another_format_is_answered(name: str) -> None:
    for bodies in SEEDS.values():
        for body in bodies:
            answer(name, body)
            answer(name, body.decode("utf-8", "replace").encode("utf-16"), "utf-16")


@pytest.mark.parametrize("name", FORMATS)
def test_every_value_replaced_by_every_wrong_one_is_answered(name: str) -> None:
    body = SEEDS[name][0]
    for found in VALUE.finditer(body):
        for wrong in NASTY:
            answer(name, body[: found.start()] + wrong + body[found.end() :])


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
@settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)
def test_what_is_damaged_is_answered(name: str, data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(SEEDS[name]))
    tokens = [found.span() for found in VALUE.finditer(body)]
    for _ in range(data.draw(st.integers(1, 4))):
        start, end = data.draw(st.sampled_from(tokens))
        kept = data.draw(st.sampled_from([b"", body[start:end], body[start:end] * 2]))
        body = body[:start] + kept + data.draw(st.sampled_from(NASTY)) + body[end:]
        tokens = [found.span() for found in VALUE.finditer(body)] or [(0, 0)]
    answer(name, body)


@pytest.mark.parametrize("name", FORMATS)
@given(body=st.binary(max_size=200))
@settings(max_examples=50, derandomize=True, deadline=None, database=None)
def test_what_is_noise_is_answered(name: str, body: bytes) -> None:
    answer(name, body)


BOMB = b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"x") for n in range(10)
)
LARGE = {
    "brackets": b"[" * 10_000_000,
    "objects": b'{"a":' * 1_000_000,
    "elements": b"<a>" * 3_000_000,
    "siblings": b"<alerts>" + b"<a/>" * 2_000_000,
    "namespaces": b'<alerts xmlns="' + b"x" * 5_000_000 + b'">' + b"<a/>" * 1_000_000,
    "quoted": b'"' + b"x" * 10_000_000,
    "spaces": b" " * 10_000_000,
    "commas": b"," * 2_000_000,
    "lines": b"a\n" * 3_000_000,
    "digits": b'{"outages": [{"id": ' + b"9" * 5_000_000 + b"}]}",
    "bomb": b"<!DOCTYPE alert [" + BOMB + b"]><alert>&a9;</alert>",
    "file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alerts>&x;</alerts>',
    "remote": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><alerts/>',
}


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_made_to_be_too_much_is_refused_whole(name: str, body: bytes) -> None:
    push = answer(name, body)
    assert push is None or not push.items


@pytest.mark.parametrize(("name", "body"), every_seed())
def test_fifty_thousand_areas_are_counted_and_refused(name: str, body: bytes) -> None:
    many = {
        b'"29900"': b",".join([b'"29900"'] * 50_000),
        b"29900; ": b";".join(b"%05d" % n for n in range(50_000)),
    }
    for once, often in many.items():
        push = answer(name, body.replace(once, often)) if once in body else None
        for refused in push.refused if push else ():
            assert re.match(r"\d{5} areas; at most 5000", refused.errors[0].problem)
