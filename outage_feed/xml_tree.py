"""XML from outside: no DTD, no entities, bounded in size, depth and number of elements."""

import codecs
from xml.etree.ElementTree import (
    Element,
    ParseError,
    TreeBuilder,
)

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import XMLParser

from outage_feed.push import Problem, Sent, Unreadable

LARGEST = 10 * 1024 * 1024
DEEPEST = 50
MOST_ELEMENTS = 200_000
LONGEST_NAMESPACE = 500
CHUNK = 256 * 1024
"""Fed in pieces, so that what is refused at its start is not read to its end."""
CHARSETS = {"utf-8", "utf-16", "iso8859-1", "iso8859-15", "cp1252"}
"""As Python names them; some others are slow on purpose-made bytes."""
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def parse(sent: Sent) -> Element:
    """Read XML. Raises Unreadable."""
    if len(sent.body) > LARGEST:
        raise Unreadable(Problem("", f"{len(sent.body)} bytes of XML; at most {LARGEST}"))
    try:
        return _tree(sent.body, _encoding(sent))
    except ParseError as error:
        raise Unreadable(Problem("", f"not XML: {error}")) from error
    except DTDForbidden as error:
        raise Unreadable(Problem("", "a document type (DOCTYPE) is not read")) from error
    except TooMuch as error:
        raise Unreadable(Problem("", str(error))) from error
    except (DefusedXmlException, LookupError, ValueError) as error:
        raise Unreadable(Problem("", "in an encoding that is not read; use UTF-8")) from error


def local(element: Element) -> str:
    """Return its name without the namespace."""
    return element.tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    """Return its namespace, or nothing."""
    return element.tag[1:].rpartition("}")[0]


def text(element: Element | None) -> str:
    """Return all text in it, without space at its ends; nothing where there is no element."""
    return "" if element is None else "".join(element.itertext()).strip()


def children(element: Element, name: str) -> list[Element]:
    """Return the children of this name in the parent's own namespace."""
    whole = f"{{{namespace(element)}}}{name}" if namespace(element) else name
    return element.findall(whole)


class TooMuch(ValueError):
    """More than we read; the message says of what."""


class Bounded(TreeBuilder):
    """Builds the tree, and stops where it grows beyond what any alert needs."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Count."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST:
            raise TooMuch(f"nested more than {DEEPEST} deep")
        if self.elements > MOST_ELEMENTS:
            raise TooMuch(f"more than {MOST_ELEMENTS} elements: send it in parts")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Count back."""
        self.depth -= 1
        return super().end(tag)

    def start_ns(self, _prefix: str, uri: str) -> None:
        """Refuse a name so long that repeating it in every element would be the attack."""
        if len(uri) > LONGEST_NAMESPACE:
            raise TooMuch(f"a namespace of {len(uri)} characters; at most {LONGEST_NAMESPACE}")


def _tree(body: bytes, encoding: str | None) -> Element:
    parser = XMLParser(target=Bounded(), encoding=encoding, forbid_dtd=True)
    for start in range(0, len(body), CHUNK):
        parser.feed(body[start : start + CHUNK])
    root: Element = parser.close()
    return root


def _encoding(sent: Sent) -> str | None:
    """
    Return the charset of the Content-Type, unless a mark or the bytes themselves know better.

    RFC 7303: first the byte order mark, then the charset, then what the document declares.
    """
    if not sent.charset or sent.body.startswith(MARKS):
        return None
    return sent.charset if _decodes(sent.body, sent.charset) else None


def _decodes(body: bytes, charset: str) -> bool:
    try:
        if codecs.lookup(charset).name not in CHARSETS:
            return False
        body.decode(charset)
    except (LookupError, ValueError):
        return False
    return True
