"""TwiML's schema from Twilio's own library, checked strictly so that our mistakes show."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

CONTRACT: dict[str, Any] = json.loads(
    Path(__file__).with_name("twiml_voice_contract.json").read_text("utf-8")
)
SSML = frozenset({"break", "prosody", "sub", "p", "s"})
"""The children of Say that Polly's neural voices and Google's speak alike."""

LEAF_TEXT = frozenset(
    {"Say", "Play", "Redirect", "Dial", "Number", "Client", "Sip", "Queue", "Conference"}
    | {"Enqueue", "Identity", "Task"}
)
_CALLED = CONTRACT["elements"]["Number"]["attributes"]
_SIP = {"username": "string", "password": "string"} | {
    name: kind for name, kind in _CALLED.items() if name not in {"byoc", "sendDigits"}
}


def problems_of(root: Element) -> list[str]:
    """Everything in the document that Twilio's schema does not know; names are case-sensitive."""
    if root.tag != "Response":
        return [f"<{root.tag}> is not <Response>"]
    return list(_element_problems(root))


def _element_problems(element: Element) -> Iterator[str]:
    yield from _attribute_problems(element)
    yield from _text_problems(element)
    allowed = _children(element.tag)
    for child in element:
        if child.tag in allowed:
            yield from _element_problems(child)
        else:
            yield f"<{child.tag}> is not allowed in <{element.tag}>"


def _children(tag: str) -> frozenset[str]:
    known = frozenset(CONTRACT["elements"][tag]["children"])
    return known & SSML if tag == "Say" or tag in SSML else known


def _attributes(element: Element) -> dict[str, str]:
    if element.tag == "Sip":
        return _SIP
    known: dict[str, str] = CONTRACT["elements"][element.tag]["attributes"]
    return known


def _attribute_problems(element: Element) -> Iterator[str]:
    known = _attributes(element)
    for name, value in element.attrib.items():
        if name not in known:
            yield f"<{element.tag}> has no attribute {name}"
        elif not _fits(known[name], value):
            yield f"<{element.tag} {name}={value!r}> is not a {known[name]}"


def _fits(kind: str, value: str) -> bool:
    if kind == "boolean":
        return value in {"true", "false"}
    if kind == "number":
        return value.isdecimal()
    if kind == "string":
        return True
    values = frozenset(CONTRACT["enums"][kind.removesuffix("[]")])
    return values.issuperset(value.split(" ") if kind.endswith("[]") else [value])


def _text_problems(element: Element) -> Iterator[str]:
    if element.tag in LEAF_TEXT or element.tag in SSML:
        return
    pieces = [element.text, *(child.tail for child in element)]
    if any(piece and piece.strip() for piece in pieces):
        yield f"<{element.tag}> has text that nothing reads"
