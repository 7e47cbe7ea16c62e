"""XML from outside: what is read, and what is refused before it costs anything."""

import pytest

from outage_feed.push import Sent, Unreadable
from outage_feed.xml_tree import children, parse, text
from tests.outage_feed.made import NOW


def content(body: bytes, charset: str = "") -> str:
    return text(parse(Sent("grid", body, NOW, charset)))


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<a>ä</a>".encode(), ""),
        ("<a>ä</a>".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "<a>ä</a>".encode(), "iso-8859-1"),
        ("<a>ä</a>".encode("utf-16"), "utf-8"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>ä</a>".encode("latin-1"), ""),
        ("<?xml version='1.0' encoding='windows-1252'?><a>ä</a>".encode("cp1252"), ""),
        ("<?xml version='1.0' encoding='utf-8'?><a>ä</a>".encode("latin-1"), "ISO-8859-1"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>ä</a>".encode("latin-1"), "utf-8"),
        ("<a>ä</a>".encode(), "us-ascii"),
        ("<a>ä</a>".encode(), "no-such-charset"),
        ("<a>ä</a>".encode(), "punycode"),
    ],
)
def test_it_is_read_in_the_charset_that_it_is_in(body: bytes, charset: str) -> None:
    assert content(body, charset) == "ä"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not XML: no element found: line 1, column 0"),
        (b"<a>\n<b></a>", "not XML: mismatched tag: line 2, column 5"),
        (b"<a>\xff</a>", "not XML: not well-formed"),
        (b"<a>\x00</a>", "not XML: not well-formed"),
        (b"<a>&ouml;</a>", "not XML: undefined entity"),
        (b"<?xml version='1.0' encoding='shift_jis'?><a/>", "an encoding that is not read"),
        (b"<?xml version='1.0' encoding='nonsense'?><a/>", "an encoding that is not read"),
        (b"<!DOCTYPE a><a/>", "a document type"),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "a document type"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a document type"),
        (b"<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://a.example/'> %b;]><a/>", "a document type"),
        (b"<a>" * 51, "nested more than 50 deep"),
        (b"<a>" + b"<b/>" * 200_000, "more than 200000 elements"),
        (b"<a xmlns='" + b"x" * 501 + b"'/>", "a namespace of 501 characters"),
        (b"<a>" + b"x" * 10 * 1024 * 1024 + b"</a>", "bytes of XML; at most 10485760"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        content(body)


def test_children_are_those_of_the_parents_own_namespace() -> None:
    root = parse(Sent("grid", b'<a xmlns="urn:a"><b/><b xmlns="urn:b"/><c><b/></c></a>', NOW))
    assert len(children(root, "b")) == 1
    plain = parse(Sent("grid", b'<a><b/><b xmlns="urn:b"/></a>', NOW))
    assert len(children(plain, "b")) == 1
