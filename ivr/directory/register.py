"""The company's own customer register, asked live while the caller waits."""

import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import requests
import structlog

from ivr.deadline import Bounded, Breaker
from routing.customer import BadCustomer, Customer, read_customer

SECONDS = 0.8
THREADS = 4
KEPT_SECONDS = 60.0
MOST_KEPT = 1_000
MOST_BYTES = 256 * 1024

FIELDS = tuple(field.name for field in fields(Customer))

Answer = tuple[Customer, ...]

log = structlog.get_logger(__name__)


class UnusableAnswer(Exception):
    """The register answered, but not as agreed."""


class Register:
    """
    `GET {url}?phone=%2B358…` answers `{"customers": [...]}`, with our fields and others.

    Answers are kept for a minute. After five failures in ten seconds it is left alone for
    fifteen.
    """

    def __init__(
        self, url: str, token: str = "", monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        # urllib3's debug lines carry the query, and with it the caller's number.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self._url = url
        self._token = token
        self._session = requests.Session()
        self._session.auth = self._authorize  # without it, a .netrc would replace ours
        self._bounded = Bounded("register", THREADS, Breaker(monotonic=monotonic))
        self._kept = _Kept(monotonic)

    def find(self, phone: str) -> Answer:
        """
        Return the customers of a number in E.164, none if the register does not know.

        Never raises and never takes longer than `SECONDS`: the call goes on without it.
        """
        kept = self._kept.get(phone)
        if kept is not None:
            return kept
        try:
            found = self._bounded.run(lambda: self._ask(phone), SECONDS)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the call goes on
            # The error's text may hold the address, and with it the caller's number.
            log.warning("register_failed", error=type(error).__name__)
            return ()
        self._kept.put(phone, found)
        return found

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def _ask(self, phone: str) -> Answer:
        until = time.monotonic() + SECONDS
        with self._session.get(
            self._url,
            params={"phone": phone},
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,
        ) as response:
            if response.status_code == requests.codes.not_found:
                return ()
            if response.status_code != requests.codes.ok:
                raise UnusableAnswer
            return _customers(_body(response, until))


def _body(response: requests.Response, until: float) -> bytes:
    """Read what comes in time and is not too long: a slow drip never trips a socket timeout."""
    body = b""
    while chunk := response.raw.read1(16 * 1024, decode_content=True):
        body += chunk
        if len(body) > MOST_BYTES or time.monotonic() > until:
            raise UnusableAnswer
    return body


def _customers(body: bytes) -> Answer:
    try:
        records = json.loads(body)["customers"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnusableAnswer from None
    if not isinstance(records, list):
        raise UnusableAnswer
    read = [_customer(record) for record in records]
    return tuple(one for one in read if one is not None)


def _customer(record: Any) -> Customer | None:
    if not isinstance(record, Mapping):
        log.warning("register_record_dropped", at="", problem="must be an object")
        return None
    ours = {name: record[name] for name in FIELDS if record.get(name) is not None}
    try:
        return read_customer(ours)
    except BadCustomer as error:
        for problem in error.problems:
            log.warning("register_record_dropped", at=problem.at, problem=problem.text)
        return None


class _Kept:
    """Answers of the last minute, the oldest making room."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._answers: OrderedDict[str, tuple[float, Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, phone: str) -> Answer | None:
        with self._lock:
            at, answer = self._answers.get(phone, (float("-inf"), None))
        return answer if self._monotonic() - at < KEPT_SECONDS else None

    def put(self, phone: str, answer: Answer) -> None:
        with self._lock:
            self._answers.pop(phone, None)
            self._answers[phone] = (self._monotonic(), answer)
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
