"""Signed requests to the application, with Twilio's retries, redirects and limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import uuid4

from simulator.failure import Failed, Problem
from simulator.overrides import overrides_of
from simulator.signature import sign
from simulator.transport import TOTAL_SECONDS, NoReply, Reply, Transport

MOST_REDIRECTS = 10
OK = range(200, 300)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
KEEPS_METHOD = frozenset({307, 308})


@dataclass(frozen=True, slots=True)
class Request:
    """One webhook as it was sent. `url` is as configured; GET parameters are in `target`."""

    method: str
    url: str
    params: Mapping[str, str]
    token: str

    @property
    def target(self) -> str:
        """The address that is asked for and signed."""
        bare = self.url.split("#", 1)[0]
        if self.method != "GET" or not self.params:
            return bare
        return bare + ("&" if urlsplit(bare).query else "?") + urlencode(self.params)

    @property
    def form(self) -> Mapping[str, str]:
        """What goes into the body."""
        return {} if self.method == "GET" else self.params


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A request and its answer, for tests that look at them or send them again."""

    request: Request
    reply: Reply

    @property
    def text(self) -> str:
        """The body of the answer."""
        return self.reply.body.decode("utf-8", "replace")


@dataclass(eq=False)
class Webhooks:
    """Sends them, and writes down what is wrong with the answers."""

    transport: Transport
    auth_token: str
    problems: list[Problem] = field(default_factory=list)
    repeat: bool = False
    """Post everything twice; the second answer must equal the first."""

    def ask(self, method: str, url: str, params: Mapping[str, str]) -> Exchanged:
        """Request and follow redirects. Raises Failed unless the answer is 2xx and in time."""
        _refuse_bad_address(url)
        request = Request(method, url, dict(params), str(uuid4()))
        for _ in range(MOST_REDIRECTS + 1):
            done = self._retrying(request)
            if done.reply.status not in REDIRECTS:
                return _good(done)
            request = _redirected(request, done.reply)
        raise Failed(11215, "more than 10 redirects", url)

    def send(self, request: Request) -> Exchanged:
        """Send once, signed. Raises NoReply."""
        headers = {
            "Accept": "*/*",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "I-Twilio-Idempotency-Token": request.token,
            "User-Agent": "TwilioProxy/1.1",
            "X-Home-Region": "us1",
            "X-Twilio-Signature": sign(self.auth_token, request.target, request.form),
        }
        if request.method == "GET":
            del headers["Content-Type"]
        body = urlencode(request.form)
        return Exchanged(
            request, self.transport.send(request.method, request.target, body, headers)
        )

    def _retrying(self, request: Request) -> Exchanged:
        tries = 0
        while True:
            try:
                done = self._repeating(request)
                policy = f"{done.reply.status // 100}xx"
            except NoReply as error:
                if tries >= overrides_of(request.url).retries_after(error.policy):
                    raise Failed(11205, str(error), request.url) from error
            else:
                refused = policy in {"4xx", "5xx"}
                if not refused or tries >= overrides_of(request.url).retries_after(policy):
                    return done
            tries += 1

    def _repeating(self, request: Request) -> Exchanged:
        first = self.send(request)
        if self.repeat:
            second = self.send(request)
            self.problems.extend(_differences(first, second))
        return first


def _refuse_bad_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Failed(11100, "not an address of http or https", url)
    if "_" in parts.hostname:
        raise Failed(11210, "a host name has no underscore", url)


def _redirected(request: Request, reply: Reply) -> Request:
    url = urljoin(request.target, reply.headers.get("location", ""))
    if reply.status in KEEPS_METHOD:
        return Request(request.method, url, request.form, request.token)
    return Request("GET", url, {}, request.token)


def _good(done: Exchanged) -> Exchanged:
    if done.reply.seconds > TOTAL_SECONDS:
        raise Failed(11205, "no answer within 15 seconds", done.request.url)
    if done.reply.status not in OK:
        raise Failed(11200, f"answered {done.reply.status}", done.request.url)
    return done


def _differences(first: Exchanged, second: Exchanged) -> Iterator[Problem]:
    if (first.reply.status, first.reply.body) != (second.reply.status, second.reply.body):
        yield Problem(
            0,
            f"the repeated webhook got another answer:\n{first.text}\n-- then --\n{second.text}",
            first.request.url,
        )
