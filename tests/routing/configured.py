"""A configuration to change in tests: the smallest that can take a call."""

from typing import Any

from routing.document import read_document

SMALL = """
company: {fi: Pohjolan Verkko, sv: Nordnätet}
lines:
  "+358931570000":
    {name: service, flow: service, language: fi, languages: [fi, sv], services: [electricity]}
teams:
  service-fi: {language: fi, dial: "+358931570010"}
"""

LINE = "+358931570000"


def small_sections() -> dict[str, Any]:
    """Fresh every time, so that a test may change it."""
    return dict(read_document(SMALL).sections)
