"""Asking addresses that others name: what comes back, and what is never reached."""

import gzip
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from socket import socket

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ivr.feeds.fetch import Fetcher, NotFetched, Wanted
from ivr.feeds.fetch_addresses import BadNetwork, may_reach, read_networks
from tests.ivr.feeds.serving import Served, answer, serving

HERE = (ip_network("127.0.0.1/32"),)
NAME = "oms.example.fi"


@pytest.fixture(name="served")
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


def reason(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(NotFetched) as raised:
        fetcher.fetch(Wanted(url))
    assert str(raised.value)
    return raised.value.reason


def named(*addresses: str) -> Fetcher:
    """A fetcher that finds these addresses under every name."""
    return Fetcher(HERE, resolve=lambda _host, _port: addresses)


def test_a_list_is_fetched_with_our_headers(served: Served) -> None:
    served.pages["/outages?all=1"] = answer('{"a": 1}', headers={"ETag": '"7"'})
    wanted = Wanted(served.url("/outages?all=1"), {"Authorization": "Bearer x"})
    fetched = Fetcher(HERE).fetch(wanted)
    assert (fetched.status, fetched.body, fetched.headers["ETag"]) == (200, b'{"a": 1}', '"7"')
    assert served.asked[0].startswith("GET /outages?all=1 HTTP/1.1\r\n")
    assert served.header("Authorization") == "Bearer x"
    assert served.header("Host") == f"127.0.0.1:{served.port}"


def test_not_modified_is_an_answer(served: Served) -> None:
    served.pages["/"] = answer(status="304 Not Modified")
    assert Fetcher(HERE).fetch(Wanted(served.url())).status == 304


def test_a_body_makes_it_a_post(served: Served) -> None:
    served.pages["/"] = answer(status="202 Accepted")
    fetched = Fetcher(HERE).fetch(Wanted(served.url(), body=b"{}"))
    assert (fetched.status, served.asked[0].split(" ")[0]) == (202, "POST")


def test_what_is_packed_is_unpacked(served: Served) -> None:
    packed = gzip.compress(b'{"outages": []}')
    served.pages["/"] = answer(packed, headers={"Content-Encoding": "gzip"})
    assert Fetcher(HERE).fetch(Wanted(served.url())).body == b'{"outages": []}'
    assert served.header("Accept-Encoding") == "gzip"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (answer("no", status="404 Not Found"), "answered"),
        (answer("<html>", status="503 Busy"), "answered"),
        (answer(status="204 Nothing"), "answered"),
        (
            answer(status="302 Found", headers={"Location": "http://169.254.169.254/"}),
            "redirected",
        ),
        (answer(status="301 Moved", headers={"Location": "/elsewhere"}), "redirected"),
        (answer("12", headers={"Content-Length": "3"}), "cut_short"),
        (
            answer(gzip.compress(b"long" * 99)[:-9], headers={"Content-Encoding": "gzip"}),
            "cut_short",
        ),
        (answer(b"no gzip", headers={"Content-Encoding": "gzip"}), "protocol"),
        (answer(b"x", headers={"Content-Encoding": "br"}), "protocol"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", "protocol"),
        (b"", "unreachable"),
    ],
)
def test_what_is_not_a_whole_answer_is_none(served: Served, said: bytes, expected: str) -> None:
    served.pages["/"] = said
    assert reason(Fetcher(HERE), served.url()) == expected


def test_a_server_that_is_busy_may_say_until_when(served: Served) -> None:
    served.pages["/"] = answer(status="429 Later", headers={"Retry-After": "120"})
    with pytest.raises(NotFetched, match="answered 429 instead of 200") as raised:
        Fetcher(HERE).fetch(Wanted(served.url()))
    assert raised.value.retry_after == "120"


def test_too_much_is_not_read_to_its_end(served: Served) -> None:
    sent = []

    def endless(client: socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sent.append(client.send(b"x" * 65536))

    served.pages["/"] = endless
    assert reason(Fetcher(HERE, most_bytes=1_000_000), served.url()) == "too_large"
    assert sum(sent) < 20_000_000


def test_a_small_answer_that_unpacks_to_much_is_too_large(served: Served) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    served.pages["/"] = answer(bomb, headers={"Content-Encoding": "gzip"})
    assert len(bomb) < 20_000
    assert reason(Fetcher(HERE, most_bytes=1_000_000), served.url()) == "too_large"


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""])
def test_a_slow_drip_is_cut(served: Served, start: bytes) -> None:
    def drip(client: socket) -> None:
        client.sendall(start)
        while not served.over.wait(0.01):
            client.sendall(b"x")

    served.pages["/"] = drip
    began = time.monotonic()
    assert reason(Fetcher(HERE, seconds=0.3), served.url()) == "too_slow"
    assert time.monotonic() - began < 10


def test_nobody_there_is_unreachable() -> None:
    assert reason(named("127.0.0.1"), f"http://{NAME}:1/") == "unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
    ],
)
def test_our_own_network_is_not_reached(url: str) -> None:
    assert reason(Fetcher(), url) == "address"


@pytest.mark.parametrize(
    "url", ["ftp://oms.example.fi/", "http:///", "http://a:b@oms.example.fi/", "http://x/a b", "x"]
)
def test_what_is_no_address_of_ours_to_ask_is_refused(url: str) -> None:
    assert reason(Fetcher(), url) == "address"


def test_a_name_that_leads_home_is_refused() -> None:
    fetcher = Fetcher(resolve=lambda _host, _port: ["127.0.0.1", "::1", "10.0.0.5"])
    assert reason(fetcher, f"http://{NAME}/") == "address"


def test_a_name_that_changes_meanwhile_leads_nowhere_else(served: Served) -> None:
    asked = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    served.pages["/"] = answer("here")
    fetched = Fetcher(HERE, resolve=rebinding).fetch(Wanted(served.url(host=NAME)))
    assert (fetched.body, asked) == (b"here", [NAME])
    assert served.header("Host") == f"{NAME}:{served.port}"


def test_an_address_that_may_not_be_reached_is_passed_over(served: Served) -> None:
    served.pages["/"] = answer("here")
    fetcher = named("10.0.0.1", "169.254.169.254", "127.0.0.1")
    assert fetcher.fetch(Wanted(served.url(host=NAME))).body == b"here"


def test_a_name_that_is_not_resolved_is_named() -> None:
    def away(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    assert reason(Fetcher(resolve=away), f"http://{NAME}/") == "unknown_host"


def test_a_proxy_in_the_environment_is_not_used(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    served.pages["/"] = answer("here")
    assert Fetcher(HERE).fetch(Wanted(served.url())).body == b"here"


def test_the_certificate_is_of_the_name_and_not_of_the_address(tmp_path: Path) -> None:
    file = certificate(tmp_path, NAME)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(file)
    with serving(theirs) as served:
        served.pages["/"] = answer("secret")
        trusting = Fetcher(
            HERE,
            lambda _h, _p: ["127.0.0.1"],
            trust=lambda: ssl.create_default_context(cafile=file),
        )
        good = trusting.fetch(Wanted(served.url(host=NAME, scheme="https")))
        other = reason(trusting, served.url(host="other.example.fi", scheme="https"))
        unknown = reason(named("127.0.0.1"), served.url(host=NAME, scheme="https"))
    assert (good.body, other, unknown) == (b"secret", "certificate", "certificate")


def certificate(folder: Path, name: str) -> Path:
    """Write a certificate of its own for a name, and its key, to one file."""
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    day = timedelta(days=1)
    today = datetime.fromtimestamp(time.time(), UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - day)
        .not_valid_after(today + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize(
    ("address", "public", "named"),
    [
        ("8.8.8.8", True, True),
        ("2a00:1450::1", True, True),
        ("10.1.2.3", False, True),
        ("::ffff:10.1.2.3", False, True),
        ("::127.0.0.1", False, False),
        ("::ffff:0:10.1.2.3", False, False),
        ("64:ff9b:1::7f00:1", False, False),
        ("fec0::1", False, False),
        ("64:ff9b::a01:203", False, True),
        ("10.2.0.1", False, False),
        ("::ffff:127.0.0.1", False, False),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("2002:7f00:1::", False, False),
        ("fe80::1%eth0", False, False),
        ("fd00::1", False, False),
        ("100.64.0.1", False, False),
        ("224.0.0.1", False, False),
        ("0.0.0.0", False, False),  # noqa: S104 -- an address to be refused
        ("255.255.255.255", False, False),
    ],
)
def test_which_addresses_may_be_reached(address: str, *, public: bool, named: bool) -> None:
    assert may_reach(address, ()) is public
    assert may_reach(address, read_networks("10.1.0.0/16")) is named


def test_networks_are_written_with_commas() -> None:
    assert read_networks(" 10.1.0.0/16 ,::1 ") == (
        ip_network("10.1.0.0/16"),
        ip_network("::1/128"),
    )
    with pytest.raises(BadNetwork):
        read_networks("10.1.0.0/99")
