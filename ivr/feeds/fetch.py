"""
Ask an address that somebody's settings or somebody's list names, and be harmed by nothing.

The name is resolved once, each address is checked, and the connection goes to what was checked,
so that a name that changes meanwhile leads nowhere else. Redirects and proxies are not followed.
"""

import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from ivr.deadline import TooLate, within
from ivr.feeds.fetch_addresses import Network, may_reach

SECONDS = 15.0
"""For all of it: a server that sends a byte now and then is stopped as well."""
STEP_SECONDS = 5.0
RESOLVE_SECONDS = 5.0
MOST_BYTES = 5 * 1024 * 1024
MOST_ADDRESSES = 4
PIECE_BYTES = 64 * 1024
OK, NOT_MODIFIED, FIRST_REDIRECT, FIRST_ERROR = 200, 304, 300, 400
PORTS = {"https": 443, "http": 80}
GZIP = 16 + zlib.MAX_WBITS

Resolve = Callable[[str, int], Sequence[str]]


class NotFetched(Exception):
    """
    There is nothing to read. `reason` is one word for states and metrics, the text is for people.

    `retry_after`: as the server wrote it, if it did.
    """

    def __init__(self, reason: str, text: str, retry_after: str = "") -> None:
        super().__init__(text)
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request: with a `body` it is a POST."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with 200 and its body, or with 304 and none (2xx for a POST)."""

    status: int
    headers: Message
    body: bytes


def resolve_by_system(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, as this machine resolves it. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Fetcher:
    """`networks` may be reached though they are not public."""

    networks: Sequence[Network] = ()
    resolve: Resolve = resolve_by_system
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def fetch(self, wanted: Wanted) -> Fetched:
        """Return what it answers. Raises NotFetched."""
        connection = _Checked(_parts(wanted.url), self)
        try:
            with _cut_after(self.seconds, connection):
                fetched = _asked(connection, wanted, self.most_bytes)
            if connection.late.is_set():  # cut, which looks like the end of an answer
                raise TimeoutError
        except (NotFetched, OSError, HTTPException, ValueError, zlib.error) as problem:
            raise _named(problem, self.seconds, late=connection.late.is_set()) from None
        finally:
            connection.close()
        return fetched

    def addresses(self, host: str, port: int) -> list[str]:
        """Return those addresses of a name that may be reached. Raises NotFetched."""
        try:
            found = _literal(host) or within(
                RESOLVE_SECONDS, lambda: list(self.resolve(host, port))
            )
        except (OSError, UnicodeError, TooLate):
            raise NotFetched("unknown_host", f"{host} is no name that can be resolved") from None
        checked = [address for address in found if may_reach(address, self.networks)]
        if not checked:
            raise NotFetched(
                "address",
                f"{host} is at a private address, which is not reached for feeds; "
                "LINJA_POLL_NETWORKS names networks that may be",
            )
        return checked[:MOST_ADDRESSES]


class _Checked(HTTPConnection):
    """A connection to the addresses that were checked, under the name that was asked for."""

    def __init__(self, parts: SplitResult, fetcher: Fetcher) -> None:
        host = str(parts.hostname)
        port = parts.port or PORTS[parts.scheme]
        super().__init__(host, port, timeout=min(STEP_SECONDS, fetcher.seconds))
        self.default_port = PORTS[parts.scheme]  # left out of the Host header
        self.late = threading.Event()
        self.held: socket.socket | None = None
        """The socket: `sock` is given up as soon as an answer begins that ends with it."""
        self._encrypted = parts.scheme == "https"
        self._fetcher = fetcher

    def connect(self) -> None:
        """Connect to the first address that answers. Raises NotFetched and OSError."""
        found = self._fetcher.addresses(self.host, self.port)
        for place, address in enumerate(found, start=1):
            try:
                self.sock = self.held = socket.create_connection(
                    (address, self.port), self.timeout
                )
                break
            except OSError:
                if place == len(found):
                    raise
        if self.late.is_set():
            raise TimeoutError
        if self._encrypted:
            context = self._fetcher.trust()
            self.sock = self.held = encrypted = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            encrypted.do_handshake()


def _literal(host: str) -> list[str]:
    """An address needs no resolving."""
    with suppress(ValueError):
        return [str(ip_address(host))]
    return []


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known or not url.isascii() or not url.isprintable() or " " in url:
        raise NotFetched("address", "the address must be http(s)://host/… in plain ASCII")
    if parts.username or parts.password:
        raise NotFetched("address", "the address holds a name or a password: use headers")
    return parts


def _asked(connection: _Checked, wanted: Wanted, most_bytes: int) -> Fetched:
    parts = urlsplit(wanted.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": "Linja", "Accept-Encoding": "gzip", **wanted.headers}
    connection.request("GET" if wanted.body is None else "POST", target, wanted.body, headers)
    posted = wanted.body is not None
    with connection.getresponse() as response:
        if response.status == NOT_MODIFIED and not posted:
            return Fetched(response.status, response.headers, b"")
        if response.status != OK and not (posted and response.status < FIRST_REDIRECT):
            raise _refused(response)
        return Fetched(response.status, response.headers, b"".join(_body(response, most_bytes)))


def _refused(response: HTTPResponse) -> NotFetched:
    status = response.status
    if FIRST_REDIRECT <= status < FIRST_ERROR:
        host = urlsplit(response.headers.get("Location", "")).hostname or "elsewhere"
        text = f"answered {status}, a redirect to {host}, which is not followed: name that address"
        return NotFetched("redirected", text)
    later = response.headers.get("Retry-After", "")
    return NotFetched("answered", f"answered {status} instead of 200", later)


def _body(response: HTTPResponse, most_bytes: int) -> Iterator[bytes]:
    """Yield it piece by piece, unpacked; neither what comes nor what it becomes is too much."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise NotFetched("protocol", f"answered in the encoding {encoding!r}; gzip is understood")
    unpack = None if encoding == "identity" else zlib.decompressobj(GZIP)
    came = made = 0
    while piece := response.read(PIECE_BYTES):
        came += len(piece)
        plain = unpack.decompress(piece, most_bytes + 1 - made) if unpack else piece
        made += len(plain)
        if max(came, made) > most_bytes:
            raise NotFetched("too_large", f"sends more than {most_bytes} bytes")
        yield plain
    if response.length or (unpack and (not unpack.eof or unpack.unused_data)):
        raise NotFetched("cut_short", "the answer ended before it was whole")


@contextmanager
def _cut_after(seconds: float, connection: _Checked) -> Iterator[None]:
    """Cut the connection after so many seconds, whatever it does then."""

    def cut() -> None:
        connection.late.set()
        if connection.held is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection.held, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _named(problem: Exception, seconds: float, *, late: bool) -> NotFetched:
    """Name what went wrong, without the text of the exception: it may hold the address."""
    kind = type(problem).__name__
    if late or isinstance(problem, TimeoutError):
        nothing = f"nothing came for {STEP_SECONDS:.0f} seconds"
        return NotFetched("too_slow", f"{nothing}, or it was not whole after {seconds:.0f}")
    match problem:
        case NotFetched():
            return problem
        case ssl.SSLCertVerificationError():
            return NotFetched("certificate", f"its certificate: {problem.verify_message}")
        case ssl.SSLError():
            return NotFetched("certificate", f"TLS failed: {problem.reason}")
        case OSError():
            return NotFetched("unreachable", f"cannot be reached: {kind}")
        case _:
            return NotFetched("protocol", f"does not answer as HTTP does: {kind}")
