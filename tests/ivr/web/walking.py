"""Every page that a link or a place leads to, and the forms on them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

VALUES = ("input", "textarea", "select", "button")
FILES = ("/web/", "/voice/", "/phone/")
ALL = ("studio.step",)
"""Of most kinds one page is looked at; of steps, which differ by their type, all."""


@dataclass
class Form:
    """A form as it is sent when nobody has touched it."""

    page: str
    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """What is on a page: its links, its forms, and every element with its attributes."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, list[str](), list[Form]()
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form or a field."""
        told = {name: value or "" for name, value in attrs}
        self.elements.append((tag, told))
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag == "form":
            action = told.get("action") or self.path
            self.forms.append(Form(self.path, told.get("method", "get").upper(), action))
        elif self.forms:
            self._field(tag, told)

    def handle_data(self, data: str) -> None:
        """Take the text of a textarea."""
        if self._area:
            self.forms[-1].fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        """A textarea is over."""
        if tag == "textarea":
            self._area = ""

    def _field(self, tag: str, told: Mapping[str, str]) -> None:
        form, name = self.forms[-1], told.get("name", "")
        if tag == "option" and "selected" in told and form.fields:
            form.fields[next(reversed(form.fields))] = told.get("value", "")
        elif tag in VALUES and name and told.get("type") == "file":
            form.files.append(name)
        elif tag in VALUES and name:
            form.fields.setdefault(name, told.get("value", ""))
            self._area = name if tag == "textarea" else ""


def walk(see: Callable[[str], str | None], routes: MapAdapter, first: str) -> Iterator[Page]:
    """
    Open what can be reached by links: `see` gives a page's text, or none if it is not one.

    Of each kind one page is opened.
    """
    waiting, seen, kinds = [first], {first}, set[str]()
    while waiting:
        path = waiting.pop(0)
        text = see(path)
        if text is None:
            continue
        page = Page(path, text)
        yield page
        for link in page.links:
            kind = endpoint(routes, link)
            if kind and link not in seen and (kind not in kinds or kind in ALL):
                kinds.add(kind)
                seen.add(link)
                waiting.append(link)


def endpoint(routes: MapAdapter, link: str, method: str = "GET") -> str:
    """Name the view that an address of ours leads to; nothing for files and other sites."""
    parts = urlsplit(link)
    if parts.scheme or not parts.path.startswith("/") or parts.path.startswith(FILES):
        return ""
    try:
        found: str = routes.match(parts.path, method=method)[0]
    except HTTPException:
        return ""
    return found
