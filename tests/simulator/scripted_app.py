"""An application that answers each address with what a case says, and checks signatures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator
from werkzeug.wrappers import Request, Response

from simulator.exchange import AUTH_TOKEN

SAY = '<Say language="fi-FI" voice="Polly.Suvi-Neural">'
BASE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Asked:
    """A request that arrived."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(eq=False)
class ScriptedApp:
    """
    `documents`: path -> TwiML, or a list of answers of which the last stays, or a mapping with
    `status`, `type`, `body`, `location`. `<S>` is a Finnish Say; `<Response>` may be left out.
    """

    documents: dict[str, Any]
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        url = BASE + environ["REQUEST_URI"]
        form = request.form.to_dict()
        assert RequestValidator(AUTH_TOKEN).validate(
            url, form, request.headers["X-Twilio-Signature"]
        )
        path = urlsplit(url).path
        params = {**request.args.to_dict(), **form}
        self.asked.append(Asked(request.method, path, params, dict(request.headers)))
        return self._answer(path)(environ, start_response)

    def _answer(self, path: str) -> Response:
        given = self.documents.get(path, {"status": 204 if path == "/voice/status" else 404})
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(given, str):
            given = {"body": given}
        headers = {"Location": given["location"]} if "location" in given else {}
        return Response(
            twiml(given.get("body", "")),
            status=given.get("status", 200),
            headers=headers,
            content_type=given.get("type", "text/xml"),
        )


def twiml(text: str) -> str:
    """Spell out the shorthand of the cases."""
    text = text.replace("<S>", SAY).replace("</S>", "</Say>").strip()
    bare = text.startswith("<") and not text.startswith(("<Response", "<?xml", "<!DOCTYPE"))
    return f"<Response>{text}</Response>" if bare else text
