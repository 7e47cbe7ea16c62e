"""A server on this machine that answers word for word what a test gives it."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

Say = Callable[[socket.socket], None]
SECONDS = 20.0


def answer(
    body: bytes | str = b"", status: str = "200 OK", headers: Mapping[str, str] | None = None
) -> bytes:
    """Write a whole HTTP answer."""
    content = body.encode() if isinstance(body, str) else body
    fields = {"Content-Length": str(len(content)), "Connection": "close", **(headers or {})}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass
class Served:
    """`pages` by path, bytes or what to do with the connection; `asked` are the requests."""

    pages: dict[str, bytes | Say] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Where a page is."""
        return f"{scheme}://{host}:{self.port}{path}"

    def header(self, name: str, request: int = -1) -> str | None:
        """A header of a request that came."""
        for line in self.asked[request].split("\r\n")[1:]:
            given, _, value = line.partition(":")
            if given.lower() == name.lower():
                return value.strip()
        return None

    def meet(self, raw: socket.socket) -> None:
        """Answer one connection."""
        with suppress(OSError):
            raw.settimeout(SECONDS)
            client: Any = self.tls.wrap_socket(raw, server_side=True) if self.tls else raw
            with client:
                self._converse(client)

    def _converse(self, client: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            more = client.recv(65536)
            if not more:
                return
            request += more
        self.asked.append(request.decode("latin-1"))
        page = self.pages.get(self.asked[-1].split(" ")[1], answer(status="404 No"))
        if callable(page):
            page(client)
        else:
            client.sendall(page)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Served]:
    """Serve until the end of the block; no thread of it is left."""
    served = Served(tls=tls)
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        served.port = listener.getsockname()[1]

        def accept() -> None:
            while not served.over.is_set():
                client, _ = listener.accept()
                thread = threading.Thread(target=served.meet, args=(client,), daemon=True)
                thread.start()
                threads.append(thread)

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield served
        finally:
            served.over.set()
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", served.port), SECONDS).close()
            for thread in (accepting, *threads):
                thread.join(SECONDS)
