"""The simulator's telephones that are held by people, as the page uses them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import requests

ANSWER_SECONDS = 2.0
"""Nothing there waits for the application, so an answer takes milliseconds."""


class SimulatorAway(Exception):
    """The simulator does not answer."""


class Refused(Exception):
    """The simulator says why something cannot be done: `status` is 404 or 409."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True, slots=True)
class Picture:
    """Every call as it is now, as JSON; `json` is None when nothing changed since `etag`."""

    etag: str
    json: str | None


class Handsets:
    """Talks to the simulator at this address. Its methods raise SimulatorAway and Refused."""

    def __init__(self, simulator_url: str) -> None:
        self._url = f"{simulator_url}/simulator/handsets"
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy or a .netrc has no business here

    def look(self, etag: str, held: Sequence[str] = ()) -> Picture:
        """
        Return what is going on, or that nothing has changed.

        `held`: telephones that whoever looks has in hand, so that no robot answers them.
        """
        headers = {"If-None-Match": f'"{etag}"'}
        answer = self._send("GET", "", headers=headers, params={"hold": list(held)})
        seen = answer.headers.get("ETag", "").strip('"')
        return Picture(
            seen, None if answer.status_code == HTTPStatus.NOT_MODIFIED else answer.text
        )

    def dial(self, from_: str, to: str) -> str:
        """Call a line; return the call's sid."""
        sid: str = self._send("POST", "", json={"from": from_, "to": to}).json()["sid"]
        return sid

    def act(self, sid: str, deed: str, given: Mapping[str, Any]) -> None:
        """Do something with one of the telephones; it is seen at the next look."""
        self._send("POST", f"/{sid}/{deed}", json=dict(given))

    def requests_of(self, sid: str) -> list[dict[str, Any]]:
        """Return the webhooks of a call and their answers, oldest first."""
        listed: list[dict[str, Any]] = self._send("GET", f"/{sid}/requests").json()["requests"]
        return listed

    def _send(self, method: str, path: str, **more: Any) -> requests.Response:
        try:
            answer = self._session.request(
                method, self._url + path, timeout=ANSWER_SECONDS, **more
            )
        except requests.RequestException as problem:
            raise SimulatorAway from problem
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            raise Refused(answer.status_code, _words(answer))
        return answer


def _words(answer: requests.Response) -> str:
    try:
        return str(answer.json()["error"])
    except (ValueError, KeyError, TypeError):
        return "there is no such call"
