"""XML elements as text. The one writer of TwiML; every answer is parsed again before it goes."""

import re
from xml.sax.saxutils import escape

Attribute = str | int | bool

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_QUOTES = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}


def element(name: str, inside: str = "", **attributes: Attribute | None) -> str:
    """Return an element; `inside` is XML already. An attribute that is None is left out."""
    told = "".join(
        [f' {key}="{_quoted(value)}"' for key, value in attributes.items() if value is not None]
    )
    return f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told} />"


def words(text: str) -> str:
    """Return text as XML, without what XML cannot carry (XML 1.0, 2.2 and 2.4)."""
    return escape(_of_xml(text))


def _quoted(value: Attribute) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(_of_xml(str(value)), _IN_QUOTES)


def _of_xml(text: str) -> str:
    return text if text.isprintable() else _NOT_XML.sub("", text)  # what prints is XML's
